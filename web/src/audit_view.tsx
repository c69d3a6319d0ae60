// The audit of one function: every use, right or wrong, as a table. Filtered by verdict and text, sorted by any column;
// only the rows in sight are drawn.
import { useMemo, useRef, useState } from 'preact/hooks';
import { placeText } from './note_item.tsx';
import { folderOf } from './findings.ts';
import { counted } from './counted.ts';
import type { AuditRow, Report, Verdict } from './report.ts';
import { useRows } from './rows.ts';
import { visible, Visible } from './visible.tsx';

const rowHeight = 78;
const verdicts: Verdict[] = ['wrong', 'maybe', 'right'];

interface Column {
    name: string;
    order?: (a: AuditRow, b: AuditRow) => number;
    cell: (row: AuditRow) => preact.ComponentChildren;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const code = (text: string) => (
    <code title={visible(text)}>
        <Visible text={text} />
    </code>
);

const columns: Column[] = [
    {
        name: 'Verdict',
        order: (a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict),
        cell: (row) => <span class={`tag ${row.verdict}`}>{row.verdict}</span>,
    },
    {
        name: 'Place',
        order: () => 0,
        cell: (row) => (
            <>
                <span class="path file" title={visible(placeText(row))}>
                    <Visible text={placeText(row).slice(folderOf(row.file).length)} />
                </span>
                <small>
                    <Visible text={folderOf(row.file)} />
                </small>
                <small>
                    <Visible
                        text={row.context === 'namespace' ? 'namespace scope' : `${row.context} ${row.function}`}
                    />
                </small>
            </>
        ),
    },
    { name: 'Current', order: (a, b) => compare(a.current, b.current), cell: (row) => code(row.current) },
    {
        name: 'Should be',
        order: (a, b) => compare(a.should_be, b.should_be),
        cell: (row) =>
            row.verdict === 'right' || !row.should_be ? null : (
                <>
                    {code(row.should_be)}
                    <small class={row.proven ? 'proven' : ''}>{row.proven ? 'proven' : 'not proven'}</small>
                </>
            ),
    },
    {
        name: 'Why',
        order: (a, b) => compare(a.why, b.why),
        cell: (row) => (
            <span class="why" title={visible(row.why)}>
                <Visible text={row.why} />
            </span>
        ),
    },
];

function fits(row: AuditRow, text: string, shown: Verdict[]): boolean {
    if (shown.length && !shown.includes(row.verdict)) return false;
    const all = [row.file, row.function, row.current, row.should_be, row.why].join('\n').toLowerCase();
    return text
        .toLowerCase()
        .split(/\s+/)
        .every((word) => all.includes(word));
}

export function AuditView({ audit }: { audit: NonNullable<Report['audit']> }) {
    const [text, setText] = useState('');
    const [shownVerdicts, setVerdicts] = useState<Verdict[]>([]);
    const [sorted, setSorted] = useState({ column: 1, descending: false });
    const scroller = useRef<HTMLDivElement>(null);
    const shown = useMemo(() => {
        const order = columns[sorted.column]?.order ?? (() => 0);
        const rows = audit.rows
            .map((row, index) => ({ row, index }))
            .filter(({ row }) => fits(row, text, shownVerdicts))
            .sort((a, b) => order(a.row, b.row) || a.index - b.index);
        return sorted.descending ? rows.reverse() : rows;
    }, [audit, text, shownVerdicts, sorted]);
    const rows = useRows(shown.length, rowHeight, scroller);
    const items = rows.getVirtualItems();
    const before = items[0]?.start ?? 0;
    const after = rows.getTotalSize() - (items.at(-1)?.end ?? 0);
    const number = (verdict: Verdict) => audit.rows.filter((row) => row.verdict === verdict).length;
    return (
        <>
            <h1>
                {counted(audit.rows.length, 'use')} of{' '}
                <code>
                    <Visible text={audit.symbol} />
                </code>
            </h1>
            <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
                <input
                    type="search"
                    placeholder="Search uses"
                    aria-label="Search uses"
                    spellcheck={false}
                    value={text}
                    onInput={(event) => setText(event.currentTarget.value)}
                />
                <span class="toggles" role="group" aria-label="Verdict">
                    {verdicts.map((verdict) => (
                        <button
                            key={verdict}
                            type="button"
                            class={verdict}
                            aria-pressed={shownVerdicts.includes(verdict)}
                            onClick={() =>
                                setVerdicts(
                                    shownVerdicts.includes(verdict)
                                        ? shownVerdicts.filter((each) => each !== verdict)
                                        : [...shownVerdicts, verdict],
                                )
                            }
                        >
                            {number(verdict).toLocaleString('en')} {verdict}
                        </button>
                    ))}
                </span>
            </form>
            <div ref={scroller} class="table" tabIndex={0} role="region" aria-label="Uses">
                <table aria-rowcount={shown.length + 1}>
                    <thead>
                        <tr>
                            {columns.map((column, index) => (
                                <th
                                    key={column.name}
                                    scope="col"
                                    aria-sort={
                                        index !== sorted.column
                                            ? undefined
                                            : sorted.descending
                                              ? 'descending'
                                              : 'ascending'
                                    }
                                >
                                    <button
                                        class="link"
                                        onClick={() =>
                                            setSorted({
                                                column: index,
                                                descending: index === sorted.column && !sorted.descending,
                                            })
                                        }
                                    >
                                        {column.name}
                                    </button>
                                </th>
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {before > 0 && <tr aria-hidden="true" style={{ height: `${before}px` }} />}
                        {items.map((item) => {
                            const entry = shown[item.index];
                            return (
                                entry && (
                                    <tr
                                        key={entry.index}
                                        aria-rowindex={item.index + 2}
                                        style={{ height: `${rowHeight}px` }}
                                    >
                                        {columns.map((column) => (
                                            <td key={column.name}>
                                                <div>{column.cell(entry.row)}</div>
                                            </td>
                                        ))}
                                    </tr>
                                )
                            );
                        })}
                        {after > 0 && <tr aria-hidden="true" style={{ height: `${after}px` }} />}
                    </tbody>
                </table>
            </div>
        </>
    );
}
