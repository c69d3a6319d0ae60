// The rules: how often each was broken here, and its page.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Go } from './app.tsx';
import { tally, type Entry } from './findings.ts';
import { counted } from './counted.ts';
import { findingsPlace } from './place.ts';
import { allPages, Nodes, pageOf } from './rule_page.tsx';

export function RulesView({ entries, rule, go }: { entries: Entry[]; rule: string; go: Go }) {
    const counts = useMemo(() => {
        const active = entries.filter((entry) => !entry.finding.suppressed).map((entry) => entry.finding);
        return new Map(tally(active, (finding) => finding.rule).map((each) => [each.name, each.total]));
    }, [entries]);
    const page = pageOf(rule) ?? allPages[0];
    const article = useRef<HTMLElement>(null);
    useEffect(() => article.current?.scrollTo(0, 0), [page]);
    const open = (id: string) => go({ ...findingsPlace({}), view: 'rules', rule: id });
    return (
        <div class="split rules-split">
            <h1 class="for-readers">Rules</h1>
            <nav class="side" aria-label="Rules">
                {allPages.map(({ id }) => (
                    <a
                        key={id}
                        href={`#rules/${id}`}
                        aria-current={id === page?.id ? 'true' : undefined}
                        onClick={(event) => {
                            event.preventDefault();
                            open(id);
                        }}
                    >
                        {id}
                        <span class="count">{counts.get(id) ?? ''}</span>
                    </a>
                ))}
            </nav>
            {page && (
                <article class="reader page" ref={article}>
                    <h2>{page.id}</h2>
                    <p class="lead">
                        <Nodes nodes={page.summary} />
                    </p>
                    {(counts.get(page.id) ?? 0) > 0 && (
                        <p>
                            <button class="link" onClick={() => go(findingsPlace({ rule: page.id }))}>
                                {counted(counts.get(page.id)!, 'finding')} here
                            </button>
                        </p>
                    )}
                    <Nodes nodes={page.body} />
                </article>
            )}
        </div>
    );
}
