// The findings: filters above, the list, and the chosen one beside it. The list draws the rows in sight alone, so ten
// thousand of them scroll as ten do. The choice stands in the address (place.ts).
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Go } from './app.tsx';
import { chosen, everything, type Choice, type Entry } from './findings.ts';
import { Filters } from './filters.tsx';
import { FindingView } from './finding_view.tsx';
import type { Place } from './place.ts';
import { useRows } from './rows.ts';
import { Visible } from './visible.tsx';

const rowHeight = 62;

function baseName(file: string): [folder: string, name: string] {
    const slash = file.lastIndexOf('/') + 1;
    return [file.slice(0, slash), file.slice(slash)];
}

function Row({ entry, isChosen }: { entry: Entry; isChosen: boolean }) {
    const { finding } = entry;
    const [folder, name] = baseName(finding.file);
    return (
        <>
            <span class={`dot ${finding.severity}`} title={finding.severity} />
            <span class="message">
                <Visible text={finding.message} />
            </span>
            <span class="where">
                <span class="folder">
                    <Visible text={folder} />
                </span>
                <span class="file">
                    <Visible text={`${name}:${finding.line}`} />
                </span>
                <span class="rule">
                    <Visible text={finding.rule} />
                </span>
            </span>
            <span class="for-readers">
                {finding.severity}
                {isChosen ? ', chosen' : ''}
            </span>
        </>
    );
}

interface ListProps {
    entries: Entry[];
    at: number; // of the chosen one, or -1
    choose: (entry: Entry) => void;
    open: () => void;
}

function List({ entries, at, choose, open }: ListProps) {
    const scroller = useRef<HTMLDivElement>(null);
    const rows = useRows(entries.length, rowHeight, scroller);
    useEffect(() => {
        if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
    }, [at, rows]);
    const onKey = (event: KeyboardEvent) => {
        const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
        const steps: Record<string, number> = {
            ArrowDown: at + 1,
            j: at + 1,
            ArrowUp: at - 1,
            k: at - 1,
            PageDown: at + page,
            PageUp: at - page,
            Home: 0,
            End: entries.length - 1,
        };
        const step = steps[event.key];
        if (event.key === 'Enter' && at >= 0) open();
        else if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        else {
            const entry = entries[Math.min(Math.max(step, 0), entries.length - 1)];
            if (entry) choose(entry);
        }
        event.preventDefault();
    };
    return (
        <div
            ref={scroller}
            id="list"
            class="list"
            role="listbox"
            aria-label="Findings"
            tabIndex={0}
            aria-activedescendant={at >= 0 ? `row-${at}` : undefined}
            onKeyDown={onKey}
        >
            <div class="rows" role="presentation" style={{ height: `${rows.getTotalSize()}px` }}>
                {rows.getVirtualItems().map((row) => {
                    const entry = entries[row.index];
                    if (!entry) return null;
                    return (
                        <div
                            key={entry.id}
                            id={`row-${row.index}`}
                            class="row"
                            role="option"
                            aria-selected={row.index === at}
                            aria-setsize={entries.length}
                            aria-posinset={row.index + 1}
                            style={{ height: `${rowHeight}px`, transform: `translateY(${row.start}px)` }}
                            onClick={() => {
                                choose(entry);
                                open();
                            }}
                        >
                            <Row entry={entry} isChosen={row.index === at} />
                        </div>
                    );
                })}
            </div>
        </div>
    );
}

export function FindingsView({ entries, place, go }: { entries: Entry[]; place: Place; go: Go }) {
    const { choice } = place;
    const shown = useMemo(
        () => chosen(entries, choice),
        // The choice is made anew with every step through the list.
        [entries, ...Object.values(choice).map(String)],
    );
    const at = useMemo(() => shown.findIndex((entry) => entry.id === place.finding), [shown, place.finding]);
    const entry = shown[at];
    const change = (part: Partial<Choice>) => go({ ...place, choice: { ...choice, ...part } }, 'replace');
    const read = () => requestAnimationFrame(() => document.getElementById('finding')?.focus({ preventScroll: true }));
    const back = () => {
        if (matchMedia('(max-width: 60rem)').matches) go({ ...place, finding: '' }, 'replace');
        requestAnimationFrame(() => document.getElementById('list')?.focus());
    };
    return (
        <div class={entry ? 'split reading' : 'split'}>
            <h1 class="for-readers">Findings</h1>
            <div class="side">
                <Filters entries={entries} shown={shown.length} choice={choice} change={change} />
                {shown.length > 0 ? (
                    <List
                        entries={shown}
                        at={at}
                        choose={(next) => go({ ...place, finding: next.id }, 'replace')}
                        open={read}
                    />
                ) : (
                    <p class="nothing">
                        {entries.length === 0 ? 'There are no findings.' : 'No finding fits. '}
                        {entries.length > 0 && (
                            <button class="link" onClick={() => change(everything)}>
                                Show all
                            </button>
                        )}
                    </p>
                )}
            </div>
            <div
                class="reader"
                onKeyDown={(event) => {
                    if (event.key === 'Escape') back();
                }}
            >
                {entry ? (
                    <FindingView key={entry.id} entry={entry} back={back} />
                ) : (
                    <p class="nothing">Choose a finding to see the source around it and its repairs.</p>
                )}
            </div>
        </div>
    );
}
