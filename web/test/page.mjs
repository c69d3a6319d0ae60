// The page in a real browser: what a reader does, by mouse and by keys, and what a hostile report must not do.
//
//   node page.mjs HTML_SAMPLES FOLDER     the program of tests/html_samples.cpp; where screenshots are written
// Ends with 77, which ctest shows as skipped, where there is no Chromium or no page in this build.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [samples, screenshots] = process.argv.slice(2);
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path));
const folder = mkdtempSync(join(tmpdir(), 'awaitlint-page-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function skip(why) {
    console.log(`SKIPPED: ${why}`);
    process.exit(77);
}

/// The address of a sample's page.
function sample(name) {
    const file = join(folder, `${name}.html`);
    if (!existsSync(file)) execFileSync(samples, [name, file]);
    return pathToFileURL(file).href;
}

if (!executablePath) skip('there is no Chromium: apt-get install chromium');
sample('few');
if (!readFileSync(join(folder, 'few.html'), 'utf8').includes('id="report"')) skip('this build has no page');
mkdirSync(screenshots, { recursive: true });

let browser;
before(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
});
after(() => browser?.close());

/// Opens a sample. At the end nothing may have been complained about, nor asked for.
async function open(name, hash = '', options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
        if (!request.url().startsWith(sample(name))) complaints.push(`request: ${request.url()}`);
    });
    await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) => console.log(`policy: ${event.violatedDirective}`));
    });
    await page.goto(sample(name) + hash);
    const close = async () => {
        assert.deepEqual(complaints, []);
        await context.close();
    };
    return { page, close };
}

const rows = (page) => page.locator('[role=option]');
const texts = async (locator) => (await locator.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim());

test('the overview counts, and leads to what it counts', async () => {
    const { page, close } = await open('few');
    await page.getByRole('heading', { level: 1, name: '3 findings in 3 files' }).waitFor();
    assert.match(await page.locator('main').innerText(), /1 has a repair that the compiler has accepted/);
    assert.match(await page.getByRole('alert').innerText(), /1 unit could not be analysed/);
    await page.getByRole('button', { name: 'await-on-non-awaitable' }).click();
    assert.equal(await rows(page).count(), 1);
    assert.match(page.url(), /#findings\?rule=await-on-non-awaitable$/);
    await page.goBack();
    await page.getByRole('heading', { name: 'By folder' }).waitFor();
    await page.getByRole('button', { name: 'lib/' }).click();
    await page.getByRole('button', { name: 'files right here' }).click();
    assert.equal(await rows(page).count(), 1);
    await page.getByRole('button', { name: 'All folders' }).click();
    assert.equal(await rows(page).count(), 3);
    await close();
});

test('the trend tells each run', async () => {
    const { page, close } = await open('few');
    const told = () => page.locator('.legend .run').innerText();
    await page.getByRole('heading', { name: 'Trend the last 12 runs' }).waitFor();
    assert.equal(await told(), '5 findings · 2 with a proven repair · revision: 01b7f81');
    await page.getByLabel('Run', { exact: true }).press('Home');
    assert.equal(await told(), '40 findings · 20 with a proven repair · revision: 01a2b3c');
    await page.getByLabel('Run', { exact: true }).fill('4');
    assert.match(await told(), /^27 findings · 13 with a proven repair · incomplete/);
    assert.equal(await page.locator('polyline').count(), 2);
    await close();
});

test('findings are searched, filtered and sorted', async () => {
    const { page, close } = await open('few', '#findings');
    const files = async () => (await texts(rows(page).locator('.file'))).join(' ');
    assert.equal(await files(), 'main.cpp:7 websocket_ssot.cpp:41 util.h:7');
    await page.getByLabel('Order').selectOption('rule');
    assert.equal(await files(), 'websocket_ssot.cpp:41 main.cpp:7 util.h:7');
    await page.getByLabel('Order').selectOption('severity');
    assert.equal(await files(), 'websocket_ssot.cpp:41 main.cpp:7 util.h:7');
    await page.getByLabel('Search').fill('SSOT manager');
    assert.equal(await files(), 'websocket_ssot.cpp:41');
    await page.getByLabel('Search').fill('no such thing');
    await page.getByText('No finding fits.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).first().click();
    assert.equal(await rows(page).count(), 3);
    await page.getByRole('button', { name: 'note', exact: true }).click();
    assert.equal(await files(), 'util.h:7');
    await page.getByRole('button', { name: 'warning', exact: true }).click();
    assert.equal(await files(), 'main.cpp:7 util.h:7');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByLabel('Repair').selectOption('proven');
    assert.equal(await files(), 'websocket_ssot.cpp:41');
    await page.getByLabel('State').selectOption('suppressed');
    assert.match(await page.getByRole('status').innerText(), /^1 of 4/);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByLabel('State').selectOption('known');
    assert.equal(await files(), 'util.h:7');
    await page.getByLabel('State').selectOption('new');
    assert.equal(await files(), 'websocket_ssot.cpp:41 main.cpp:7');
    await close();
});

test('a finding shows its source, its repairs as diffs, and the rule', async () => {
    const { page, close } = await open('few', '#findings');
    await rows(page).nth(1).click();
    const reader = page.getByRole('article');
    assert.equal(await reader.locator('.flagged').count(), 1);
    assert.equal((await texts(reader.locator('.flagged .marked'))).join(' '), 'co_await get_websocket_manager(ctx)');
    const diffs = reader.getByRole('region', { name: 'Change' });
    assert.equal(await diffs.count(), 2);
    const changed = async (diff, kind) => texts(diff.locator(`.${kind} code`));
    assert.deepEqual(await changed(diffs.nth(0), 'goes'), ['auto manager = co_await get_websocket_manager(ctx);']);
    assert.deepEqual(await changed(diffs.nth(0), 'comes'), [
        'auto manager = co_await get_websocket_manager_async(ctx);',
    ]);
    assert.deepEqual(await changed(diffs.nth(1), 'comes'), [
        'auto manager = get_websocket_manager(ctx);',
        '// no longer awaited',
    ]);
    assert.match(await reader.innerText(), /not proven\s+'later' is not declared here\s+co_await later\(ctx\)/);
    await reader.getByText('About await-on-non-awaitable').click();
    await reader.getByRole('heading', { name: 'Instead' }).waitFor();
    assert.ok((await reader.locator('pre.bad').count()) > 3);
    await reader.getByRole('link', { name: 'sync-call-in-coroutine' }).first().click();
    await page.getByRole('heading', { level: 2, name: 'sync-call-in-coroutine' }).waitFor();
    await close();
});

test('everything can be done with keys', async () => {
    const { page, close } = await open('few');
    const focused = () => page.evaluate(() => document.activeElement.id);
    const title = () => page.locator('#finding-title').innerText();
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement.id === 'search');
    await page.keyboard.type('await');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'list');
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    assert.match(await title(), /get_websocket_manager/);
    await page.keyboard.press('k');
    assert.match(await title(), /nothing here is suppressed/);
    await page.keyboard.press('End');
    assert.equal(await page.locator('[aria-selected=true]').getAttribute('aria-posinset'), '3');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement.id === 'finding');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement.id === 'list');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('1');
    await page.getByRole('heading', { level: 1, name: '3 findings' }).waitFor();
    await close();
});

test('a link leads to a finding', async () => {
    const { page, close } = await open('few', '#findings?finding=f1&order=rule');
    assert.match(await page.locator('#finding-title').innerText(), /get_websocket_manager/);
    assert.equal(await page.getByLabel('Order').inputValue(), 'rule');
    await close();
});

test('an audit is a table that is filtered and sorted', async () => {
    const { page, close } = await open('audit');
    await page.getByRole('heading', { level: 1, name: '3 uses of netra::get_websocket_manager' }).waitFor();
    const verdicts = async () => (await texts(page.locator('td .tag'))).join(' ');
    assert.equal(await verdicts(), 'wrong right maybe');
    await page.getByRole('button', { name: 'Verdict' }).click();
    assert.equal(await verdicts(), 'wrong maybe right');
    await page.getByRole('button', { name: 'Verdict' }).click();
    assert.equal(await verdicts(), 'right maybe wrong');
    await page.getByRole('button', { name: '1 wrong' }).click();
    assert.equal(await verdicts(), 'wrong');
    await page.getByRole('button', { name: '1 wrong' }).click();
    await page.getByLabel('Search uses').fill('depends');
    assert.equal(await verdicts(), 'maybe');
    await close();
});

test('coverage tells what nobody has looked at', async () => {
    const { page, close } = await open('few', '#coverage');
    const text = await page.locator('main').innerText();
    for (const part of ['app/nobody.cpp', 'app/c.cpp', 'does not compile', "unknown type name 'x'", 'app/kernel.cu'])
        assert.ok(text.includes(part), part);
    assert.ok(!text.includes('app/plain.cpp'), 'it has no coroutines');
    await close();
});

test('a run that failed is no clean one', async () => {
    const failed = await open('failed');
    assert.match(await failed.page.getByRole('alert').innerText(), /no compilation database below '\/nowhere'/);
    await failed.close();
    const clean = await open('clean');
    await clean.page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    assert.equal(await clean.page.getByRole('alert').count(), 0);
    await clean.page.keyboard.press('2');
    await clean.page.getByText('There are no findings.').waitFor();
    await clean.close();
});

test('hostile names and source stay text in every view', async () => {
    for (const hash of ['#overview', '#findings', '#audit', '#coverage', '#rules']) {
        const { page, close } = await open('hostile', hash);
        await page.locator('main').waitFor();
        if (hash === '#findings') await rows(page).first().click();
        const text = await page.locator('body').innerText();
        if (hash !== '#rules') {
            assert.ok(text.includes('<img src=x onerror="window.owned=1">'), hash);
            assert.ok(text.includes('<U+202E>gnp.exe'), hash);
        }
        // The value of an option is read by the page alone.
        const markup = (await page.locator('main').innerHTML()).replaceAll(/ value="[^"]*"/g, '');
        assert.ok(!/[\u202a-\u202e\u001b]/.test(markup), `${hash}: in attributes too`);
        assert.equal(await page.locator('main img, main script, main iframe').count(), 0);
        assert.equal(await page.evaluate(() => window.owned), undefined);
        await close();
    }
});

test('nothing can be put into the page as markup', async () => {
    const { page } = await open('few');
    const sinks = await page.evaluate(() => {
        const tried = (sink) => {
            try {
                sink();
                return 'done';
            } catch {
                return 'refused';
            }
        };
        return [
            tried(() => (document.body.innerHTML += '<b>x</b>')),
            tried(() => (document.createElement('script').textContent = 'window.owned = 1')),
            tried(() => document.write('x')),
        ];
    });
    assert.deepEqual(sinks, ['refused', 'refused', 'refused']);
    await page.context().close();
});

test('without a script there is the plain table', async () => {
    const { page, close } = await open('few', '', { javaScriptEnabled: false });
    assert.equal(
        await page.locator('tbody tr').count(),
        1 + 2,
        'a unit that failed, and what the baseline does not know',
    );
    await close();
});

/// Times between frames while something goes on.
const frames = (page, work) =>
    page.evaluate(
        ([body]) =>
            new Promise((resolve) => {
                const step = globalThis.steps[body];
                const times = [];
                let last = performance.now();
                const tick = (now) => {
                    times.push(now - last);
                    last = now;
                    if (times.length < 60) {
                        step(times.length);
                        requestAnimationFrame(tick);
                    } else resolve(times.sort((a, b) => a - b));
                };
                requestAnimationFrame(tick);
            }),
        [work],
    );

test('ten thousand findings stay fluid', async () => {
    const { page, close } = await open('many', '#findings');
    await rows(page).first().waitFor();
    assert.match(await page.getByRole('status').innerText(), /10,000 of 10,000/);
    await page.evaluate(() => {
        globalThis.steps = { scroll: (at) => (document.getElementById('list').scrollTop = at * 4000) };
    });
    const times = await frames(page, 'scroll');
    const slow = times[Math.floor(times.length * 0.9)];
    console.log(`frames while scrolling: median ${times[30].toFixed(1)} ms, nine of ten below ${slow.toFixed(1)} ms`);
    assert.ok(slow < 150, `a frame takes ${slow} ms`);
    assert.ok((await rows(page).count()) < 60, 'only the rows in sight are drawn');
    const filter = await page.evaluate(async () => {
        const search = document.getElementById('search');
        const spent = [];
        for (const text of ['w', 'wo', 'work_99', 'work_9999', '']) {
            const start = performance.now();
            search.value = text;
            search.dispatchEvent(new Event('input', { bubbles: true }));
            await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
            spent.push(performance.now() - start);
        }
        return spent;
    });
    console.log(`a key in the search: ${filter.map((time) => time.toFixed(0)).join(', ')} ms`);
    assert.ok(Math.max(...filter) < 500, 'a key in the search takes half a second');
    await page.getByLabel('Search').fill('work_9999');
    assert.equal(await rows(page).count(), 1);
    await page.getByLabel('Search').fill('');
    await page.getByRole('listbox').focus();
    await page.keyboard.press('End');
    await page.locator('[aria-selected=true]').waitFor();
    assert.equal(await page.locator('[aria-selected=true]').getAttribute('aria-posinset'), '10000');
    await close();
});

/// The least contrast between text and what is behind it, and where (WCAG 2: 4.5 is asked for).
const leastContrast = (page) =>
    page.evaluate(() => {
        const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
        const light = (colour) => {
            const [r, g, b] = colour
                .slice(0, 3)
                .map((part) => part / 255)
                .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = (element) => {
            for (let at = element; at; at = at.parentElement) {
                const colour = numbers(getComputedStyle(at).backgroundColor);
                if (colour[3] === undefined || colour[3] === 1) return colour;
            }
            return [255, 255, 255];
        };
        let least = { ratio: 21 };
        for (const element of document.querySelectorAll('body *')) {
            const text = [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
            if (!text || !element.checkVisibility() || element.closest('script, style, noscript, .for-readers'))
                continue;
            const style = getComputedStyle(element);
            const [a, b] = [light(numbers(style.color)), light(behind(element))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < least.ratio) least = { ratio, text: text.data.trim().slice(0, 40), class: element.className };
        }
        return least;
    });

test('text stands out, light and dark, wide and narrow; screenshots are written', async () => {
    for (const colorScheme of ['light', 'dark']) {
        for (const [name, hash, sampleName] of [
            ['overview', '#overview', 'few'],
            ['finding', '#findings?finding=f1', 'few'],
            ['many', '#findings', 'many'],
            ['audit', '', 'audit'],
            ['coverage', '#coverage', 'few'],
            ['rule', '#rules/await-on-non-awaitable', 'few'],
            ['hostile', '#findings', 'hostile'],
        ]) {
            const { page, close } = await open(sampleName, hash, { colorScheme });
            await page.locator('main').waitFor();
            if (name === 'hostile') await rows(page).first().click();
            const least = await leastContrast(page);
            assert.ok(least.ratio >= 4.5, `${colorScheme} ${name}: ${JSON.stringify(least)}`);
            await page.screenshot({ path: join(screenshots, `${name}-${colorScheme}.png`) });
            await close();
        }
    }
    const { page, close } = await open('few', '#findings', { viewport: { width: 390, height: 800 } });
    await rows(page).nth(1).click();
    assert.ok(!(await page.getByRole('listbox').isVisible()), 'one thing at a time');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `the page is ${width} wide`);
    await page.screenshot({ path: join(screenshots, 'narrow-light.png') });
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByRole('listbox').waitFor();
    await close();
});

test('the choice of colours outranks the system', async () => {
    const { page, close } = await open('few', '', { colorScheme: 'light' });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.getByLabel('Colours').selectOption('dark');
    assert.notEqual(await paper(), light);
    await page.reload();
    assert.notEqual(await paper(), light, 'it is kept');
    await close();
});
