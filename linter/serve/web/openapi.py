"""The description of the API, in OpenAPI 3.1: made from the settings and formats that requests are checked by."""

from __future__ import annotations

from typing import Any

from linter import __version__
from linter.config.keys import Key
from linter.serve.jobs import FORMATS
from linter.serve.web.queries import ASKED

MOST_VALUES = 1000
_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_MAYBE_NUMBER = {"type": ["integer", "null"]}
_COUNT = {"type": "integer", "minimum": 0}
_PLACE = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("sheet", "cell", "record"), _MAYBE),
        **dict.fromkeys(("page", "table", "row", "column", "line"), _MAYBE_NUMBER),
    },
}


def description(most: int) -> dict[str, Any]:
    """The document; ``most`` is how many bytes a request may bring."""
    files = {
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "additionalProperties": False,
                    "properties": {
                        "file": {
                            "type": "array",
                            "minItems": 1,
                            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
                        }
                    },
                }
            },
            "application/json": {
                "schema": {
                    "description": "记录：一个项目一个对象，或一条指标一个对象；字段名见 docs/input-schema.json",
                    "anyOf": [{"type": "object"}, {"type": "array"}],
                }
            },
        },
        "required": True,
        "description": f"文件（可几个），或记录；一次最多 {most >> 20} MB",
    }
    settings = [_parameter(key) for key in ASKED]
    wanted = {
        "name": "format",
        "in": "query",
        "description": "报告的格式",
        "schema": {"enum": list(FORMATS), "default": "json"},
    }
    other = {media.partition(";")[0]: {"schema": _TEXT} for media, _ in FORMATS.values()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "jxlint", "version": __version__, "description": "检查预算绩效目标表，只在本机"},
        "paths": {
            "/api/check": {
                "post": {
                    "operationId": "check",
                    "summary": "检查：哪里错、为什么、改为什么",
                    "parameters": [wanted, *settings],
                    "requestBody": files,
                    "responses": _responses({**other, "application/json": {"schema": _ref("Check")}}),
                }
            },
            "/api/extract": {
                "post": {
                    "operationId": "extract",
                    "summary": "读到了什么",
                    "parameters": settings,
                    "requestBody": files,
                    "responses": _responses({"application/json": {"schema": _ref("Extract")}}),
                }
            },
            "/api/parse": {
                "post": {
                    "operationId": "parse",
                    "summary": "解释指标值",
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": _ref("Values")}},
                    },
                    "responses": _responses({"application/json": {"schema": _ref("Parsed")}}),
                }
            },
            "/api/health": {
                "get": {
                    "operationId": "health",
                    "summary": "是否在运行",
                    "responses": {
                        "200": {
                            "description": "在运行",
                            "content": {"application/json": {"schema": _ref("Health")}},
                        }
                    },
                }
            },
        },
        "components": {"schemas": _SCHEMAS},
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _parameter(key: Key) -> dict[str, Any]:
    shapes: dict[str, dict[str, Any]] = {
        "choice": {"enum": list(key.choices)},
        "flag": {"type": "boolean"},
        # GF15=info,KX=warning
        "levels": {"type": "string", "pattern": r"^[0-9A-Za-z-]+=(error|warning|info)$"},
        "words": {"type": "string", "maxLength": 2000},
        "word": {"type": "string", "maxLength": 2000},
    }
    if isinstance(key.choices, range):
        schema: dict[str, Any] = {
            "type": "integer",
            "minimum": key.choices.start,
            "maximum": key.choices.stop - 1,
        }
    else:
        schema = shapes[key.sort]
    return {"name": key.name, "in": "query", "description": key.help, "schema": schema}


def _responses(content: dict[str, Any]) -> dict[str, Any]:
    error = {"content": {"application/json": {"schema": _ref("Error")}}}
    return {
        "200": {
            "description": "做完了",
            "headers": {
                "X-Jxlint-Status": {
                    "description": "同一次检查在命令行上的退出码",
                    "schema": {"type": "string", "pattern": "^[012]$"},
                }
            },
            "content": content,
        },
        "400": {"description": "请求写得不对", **error},
        "404": {"description": "没有所写的规则或口径", **error},
        "413": {"description": "太大", **error},
        "415": {"description": "内容的种类不对", **error},
        "500": {"description": "检查的进程出错，服务照常", **error},
        "503": {"description": "正忙，请稍后再试", **error},
        "504": {"description": "超过了时限", **error},
    }


_SCHEMAS: dict[str, Any] = {
    "Error": {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {"type": "object", "required": ["message"], "properties": {"message": _TEXT}}
        },
    },
    "Health": {
        "type": "object",
        "required": ["status", "version"],
        "properties": {"status": {"const": "ok"}, "version": _TEXT},
    },
    "Values": {
        "type": "object",
        "required": ["values"],
        "additionalProperties": False,
        "properties": {"values": {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": MOST_VALUES}},
    },
    "Parsed": {
        "type": "object",
        "required": ["schema", "values"],
        "properties": {
            "schema": {"const": "jxlint/parse/1"},
            "values": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["input", "kind", "cmp", "lower", "upper", "unit", "start", "end", "parts"],
                    "properties": {
                        "input": _TEXT,
                        "kind": _TEXT,
                        "cmp": _MAYBE,
                        "lower": _MAYBE,
                        "upper": _MAYBE,
                    },
                },
            },
        },
    },
    "Check": {
        "type": "object",
        "required": ["schema", "tool", "checked", "findings"],
        "properties": {
            "schema": {"const": "jxlint/check/1"},
            "checked": {
                "type": "object",
                "required": ["files", "forms", "indicators", "rules", "not_run", "not_understood"],
                "properties": dict.fromkeys(
                    ("files", "forms", "indicators", "rules", "not_understood"), _COUNT
                ),
            },
            "findings": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["rule", "severity", "confidence", "message", "suggestion", "file", "place"],
                    "properties": {
                        "rule": _TEXT,
                        "severity": {"enum": ["error", "warning", "info"]},
                        "confidence": {"enum": ["high", "medium", "low"]},
                        "message": _TEXT,
                        "advice": _TEXT,
                        "suggestion": _MAYBE,
                        "file": _TEXT,
                        "place": _PLACE,
                    },
                },
            },
        },
    },
    "Extract": {
        "type": "object",
        "required": ["schema", "files"],
        "properties": {
            "schema": {"const": "jxlint/extract/1"},
            "files": {"type": "array", "items": {"type": "object", "required": ["path", "type", "forms"]}},
        },
    },
}
