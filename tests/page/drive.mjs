// node drive.mjs JOB: opens a page in Chromium, goes through steps, prints what it saw as JSON.
// JOB: {"url", "width", "dark", "steps": [{"do": …}]}; PLAYWRIGHT_CORE and CHROMIUM say where those are.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { chromium } = await import(pathToFileURL(process.env.PLAYWRIGHT_CORE + "/index.mjs"));
const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({
  viewport: { width: job.width || 1280, height: job.height || 900 }, colorScheme: job.dark ? "dark" : "light",
  acceptDownloads: true,
});
const page = await context.newPage();
const requests = [], errors = [], seen = [];
page.on("request", (request) => requests.push(request.url().slice(0, 200)));
page.on("pageerror", (error) => errors.push(String(error)));
page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
const state = (wanted) => page.waitForFunction((s) => s.includes(document.body.dataset.state), wanted, { timeout: 180000 });

const DOING = {
  ready: () => state(["ready", "failed"]),
  checked: () => state(["checked", "failed"]),
  // After something that has the page begin by itself.
  async settled() { await page.waitForTimeout(300); await state(["checked", "failed"]); },
  async files(step) {
    await page.evaluate(() => { document.body.dataset.state = "waiting"; });
    await page.setInputFiles("#files", step.paths);
    await state(["checked", "failed"]);
  },
  run: (step) => page.evaluate(step.code),
  click: (step) => page.click(step.at),
  fill: (step) => page.fill(step.at, step.text),
  press: (step) => page.keyboard.press(step.key),
  shot: (step) => page.screenshot({ path: step.path, fullPage: Boolean(step.full) }),
  async download(step) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(step.at)]);
    await download.saveAs(step.path);
    return download.suggestedFilename();
  },
};
const begun = Date.now();
await page.goto(job.url);
for (const step of job.steps) {
  const at = Date.now();
  const value = await DOING[step.do](step);
  seen.push({ do: step.do, milliseconds: Date.now() - at, value: ["run", "download"].includes(step.do) ? value : null });
}
const status = await page.evaluate(() => [document.body.dataset.state, (document.getElementById("status") || {}).textContent]);
process.stdout.write(JSON.stringify({ seen, requests: [...new Set(requests)], errors, status, all: Date.now() - begun }));
await browser.close();
