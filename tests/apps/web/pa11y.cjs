// Looks at pages with axe and HTML_CodeSniffer, by day on a telephone, and unless PHONE is set, by
// night on a desk: node pa11y.cjs TOOLS BASE PAGE…
const { createRequire } = require("module");

const [tools, base, ...pages] = process.argv.slice(2);
const fetched = createRequire(`${tools}/package.json`);
const pa11y = fetched("pa11y");
const puppeteer = fetched("puppeteer");

const flags =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking " +
  "--disable-component-update --disable-sync";

async function look(page, name, scheme, width) {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setViewport({ width, height: 800 });
  // Opened here: pa11y would wait each time until the network has been idle for half a second.
  await page.goto(base + name, { waitUntil: "load" });
  const { issues } = await pa11y(base + name, {
    browser: page.browser(),
    page,
    ignoreUrl: true,
    standard: "WCAG2AAA",
    runners: ["axe", "htmlcs"],
    // The simulator frames the node's own pages, which are looked at by themselves.
    ignore: ["frame-tested"],
    viewport: { width, height: 800 },
    timeout: 60000,
  });
  for (const { code, message, context } of issues) {
    console.log(`${name} ${scheme} ${width}: ${code} ${message} ${context}`);
  }
}

(async () => {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: flags.split(" "),
  });
  const page = await browser.newPage();
  for (const name of pages) {
    await look(page, name, "light", 320);
    if (!process.env.PHONE) await look(page, name, "dark", 1280);
  }
  await browser.close();
})();
