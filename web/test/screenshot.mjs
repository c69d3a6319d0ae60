// The picture of docs/html-report.md, of any report: node screenshot.mjs REPORT.html PICTURE.png [HASH]
//
// Takes Chromium as page.mjs does. Run from the built copy of web/ (build/page/web), where playwright-core is.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report, picture, hash = ''] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1180, height: 690 }, colorScheme: 'light' });
await page.goto(pathToFileURL(resolve(report)).href + hash);
await page.locator('main').waitFor();
await page.screenshot({ path: picture });
await browser.close();
