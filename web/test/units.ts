// What needs no browser: diffs from edits, pieces of code, filters, addresses. Run by `npm test` with Node's own runner.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexOfByte, pieces } from '../src/code.ts';
import { diffOf } from '../src/diff.ts';
import { chosen, commonFolder, entriesOf, everything, folderBelow, type Choice } from '../src/findings.ts';
import { hashOf, placeOf } from '../src/place.ts';
import type { Edit, Finding, SourcePiece } from '../src/report.ts';
import { visible } from '../src/visible.tsx';

const piece = (text: string, line = 1, offset = 0): SourcePiece => ({ file: 'a.cpp', line, offset, text });
const edit = (offset: number, length: number, text: string, file = 'a.cpp'): Edit => ({ file, offset, length, text });

/// Each line as "SIGN OLD NEW text", with what is marked in brackets.
function told(source: string, edits: Edit[], line = 1, offset = 0): string[] {
    const parts = diffOf(edits, [piece(source, line, offset)]);
    assert.ok(parts);
    return parts.flatMap((part) =>
        part.lines.map(({ kind, oldLine, newLine, text, marks }) => {
            let shown = '';
            let at = 0;
            for (const { from, to } of marks) {
                shown += `${text.slice(at, from)}[${text.slice(from, to)}]`;
                at = to;
            }
            const sign = { stays: ' ', goes: '-', comes: '+' }[kind];
            return `${sign} ${oldLine ?? '.'} ${newLine ?? '.'} ${shown}${text.slice(at)}`;
        }),
    );
}

test('a diff shows what goes and what comes within a line', () => {
    assert.deepEqual(told('a\nx = co_await f();\nb\n', [edit(6, 9, '')]), [
        '  1 1 a',
        '- 2 . x = [co_await ]f();',
        '+ . 2 x = f();',
        '  3 3 b',
    ]);
    assert.deepEqual(told('x = f();\n', [edit(4, 1, 'g'), edit(7, 0, '!')]), [
        '- 1 . x = [f]();',
        '+ . 1 x = [g]()[!];',
    ]);
});

test('a diff shows lines that come, and lines that go', () => {
    assert.deepEqual(told('a\nb\n', [edit(2, 0, 'new\n')]), ['  1 1 a', '+ . 2 [new]', '  2 3 b']);
    assert.deepEqual(told('a\nb\nc\n', [edit(2, 2, '')]), ['  1 1 a', '- 2 . [b]', '  3 2 c']);
    assert.deepEqual(told('a\nb', [edit(3, 0, '\nc')]), ['  1 1 a', '  2 2 b', '+ . 3 [c]']);
    assert.deepEqual(told('a\nb\nc\n', [edit(1, 1, ' ')]), ['- 1 . a', '- 2 . b', '+ . 1 a[ ]b', '  3 2 c']);
});

test('a diff keeps its numbers over several places, each with its surroundings', () => {
    const source = Array.from({ length: 12 }, (_, index) => `line${String.fromCharCode(97 + index)}\n`).join('');
    assert.deepEqual(told(source, [edit(0, 0, 'x\n'), edit(6 * 11, 5, 'y')], 101, 0), [
        '+ . 101 [x]',
        '  101 102 linea',
        '  102 103 lineb',
        '  103 104 linec',
        '  109 110 linei',
        '  110 111 linej',
        '  111 112 linek',
        '- 112 . [linel]',
        '+ . 113 [y]',
    ]);
});

test('offsets of edits are bytes', () => {
    assert.deepEqual(told('ä€😀 co_await f\n', [edit(110, 9, '')], 7, 100), [
        '- 7 . ä€😀 [co_await ]f',
        '+ . 7 ä€😀 f',
    ]);
    assert.equal(indexOfByte('ä€😀x', 2), 1);
    assert.equal(indexOfByte('ä€😀x', 5), 2);
    assert.equal(indexOfByte('ä€😀x', 9), 4);
    assert.equal(indexOfByte('abc', 99), 3);
});

test('there is no diff where the source does not tell what is edited', () => {
    assert.equal(diffOf([edit(0, 1, 'x')], []), undefined);
    assert.equal(diffOf([edit(5, 1, 'x')], [piece('abc\n')]), undefined);
    assert.equal(diffOf([edit(0, 1, 'x', 'b.cpp')], [piece('abc\n')]), undefined);
    assert.equal(diffOf([edit(0, 1, 'x')], [{ file: 'a.cpp', line: 1, text: 'abc\n' }]), undefined);
    assert.equal(diffOf([edit(0, 1, 'x'), edit(50, 1, 'y')], [piece('abc\n')]), undefined, 'half a repair is none');
});

test('code is cut into its words, and is whole', () => {
    const line = "auto s = co_await f(\"co_await \\\" x\", '\\'', 0x1'0); // co_await";
    const cut = pieces(line);
    assert.equal(cut.map((each) => each.text).join(''), line);
    const of = (kind: string) => cut.filter((each) => each.kind === kind).map((each) => each.text);
    assert.deepEqual(of('coroutine'), ['co_await']);
    assert.deepEqual(of('literal'), ['"co_await \\" x"', "'\\''", "0x1'0"]);
    assert.deepEqual(of('comment'), ['// co_await']);
    assert.deepEqual(of('keyword'), ['auto']);
    for (const odd of ['', '"', "'", '/*', '"\\', '\\', '#', '#include <x>', '😀"😀'])
        assert.equal(
            pieces(odd)
                .map((each) => each.text)
                .join(''),
            odd,
        );
});

test('marks cut pieces where they begin and end', () => {
    const marked = pieces('auto x = co_await f();', [{ from: 7, to: 19 }]).filter((each) => each.marked);
    assert.equal(marked.map((each) => each.text).join(''), '= co_await f');
});

const finding = (part: Partial<Finding>): Finding => ({
    rule: 'r',
    reason: '',
    severity: 'error',
    message: 'm',
    file: 'a/b.cpp',
    line: 1,
    column: 1,
    end_line: 1,
    end_column: 2,
    function: '',
    context: 'function',
    current: '',
    callee: '',
    type: '',
    suggestions: [],
    notes: [],
    fingerprint: '',
    suppressed: false,
    ...part,
});
const lines = (findings: Finding[], choice: Partial<Choice>) =>
    chosen(entriesOf(findings), { ...everything, ...choice }).map((entry) => entry.finding.line);

test('filters narrow, and orders keep the order of places', () => {
    const findings = [
        finding({ line: 1, rule: 'z', function: 'Alpha' }),
        finding({ line: 2, severity: 'note', function: 'beta' }),
        finding({ line: 3, severity: 'warning', file: 'a/c/d.cpp' }),
        finding({ line: 4, suppressed: true }),
        finding({ line: 5, baseline_state: 'known', message: 'of old' }),
    ];
    assert.deepEqual(lines(findings, {}), [1, 2, 3, 5]);
    assert.deepEqual(lines(findings, { state: 'suppressed' }), [4]);
    assert.deepEqual(lines(findings, { order: 'severity' }), [1, 5, 3, 2]);
    assert.deepEqual(lines(findings, { order: 'rule' }), [2, 3, 5, 1]);
    assert.deepEqual(lines(findings, { text: 'ALPHA  b.cpp' }), [1]);
    assert.deepEqual(lines(findings, { folder: 'a/c/' }), [3]);
    assert.deepEqual(lines(findings, { severities: ['note', 'warning'] }), [2, 3]);
    assert.deepEqual(lines(findings, { state: 'known' }), [5]);
    assert.deepEqual(lines(findings, { state: 'new' }), []);
    assert.deepEqual(lines(findings, { proof: 'proven' }), []);
    assert.deepEqual(lines(findings, { proof: 'none' }), [1, 2, 3, 5]);
});

test('findings with one fingerprint are told apart', () => {
    const ids = entriesOf([finding({ fingerprint: 'f' }), finding({ fingerprint: 'f' })]).map((entry) => entry.id);
    assert.equal(new Set(ids).size, 2);
});

test('folders', () => {
    assert.equal(commonFolder(['a/b/c.cpp', 'a/b/d/e.cpp']), 'a/b/');
    assert.equal(commonFolder(['a/b.cpp', 'c.cpp']), '');
    assert.equal(commonFolder(['ab/x.cpp', 'abc/x.cpp']), '');
    assert.equal(commonFolder([]), '');
    assert.equal(folderBelow('a/b/c/d.cpp', 'a/'), 'a/b/');
    assert.equal(folderBelow('a/d.cpp', 'a/'), 'a/');
});

test('an address says the place, whatever stands in it', () => {
    const choice: Choice = {
        text: 'a&b #?/%',
        severities: ['error', 'note'],
        rule: 'r',
        folder: 'a b/',
        proof: 'none',
        state: 'known',
        order: 'rule',
    };
    const place = { view: 'findings' as const, choice, finding: 'f~1', rule: '' };
    assert.deepEqual(placeOf(hashOf(place), 'overview'), place);
    assert.equal(hashOf(placeOf('#rules/x-y', 'overview')), '#rules/x-y');
    assert.equal(hashOf(placeOf('#nonsense?order=x&severity=y', 'audit')), '#audit');
});

test('what cannot be seen is named', () => {
    assert.equal(visible('a\u202eb\u0000\u{e0041}\tc\n'), 'a<U+202E>b<U+0000><U+E0041>\tc\n');
});
