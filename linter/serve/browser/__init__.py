"""One HTML file that checks tables in the browser, by Python that it brings along."""
