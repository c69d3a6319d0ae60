// The frame around the views: title, navigation, the choice between light and dark, and the keys that work everywhere.
// Holds the place (place.ts), which is also the address, so that "back" works and a link can be kept.
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { AuditView } from './audit_view.tsx';
import { CoverageView } from './coverage_view.tsx';
import { entriesOf, everything } from './findings.ts';
import { FindingsView } from './findings_view.tsx';
import { KeysDialog } from './keys_dialog.tsx';
import { Overview } from './overview.tsx';
import { hashOf, placeOf, type Place, type View } from './place.ts';
import type { Report } from './report.ts';
import { RulesView } from './rules_view.tsx';
import { ThemeChoice } from './theme_choice.tsx';

export type Go = (place: Place, how?: 'push' | 'replace') => void;

function usePlace(start: View): [Place, Go] {
    const [place, setPlace] = useState(() => placeOf(location.hash, start));
    useLayoutEffect(() => {
        const onChange = () => setPlace(placeOf(location.hash, start));
        addEventListener('popstate', onChange);
        return () => removeEventListener('popstate', onChange);
    }, [start]);
    const go: Go = (next, how = 'push') => {
        const hash = hashOf(next);
        if (hash !== location.hash) history[how === 'push' ? 'pushState' : 'replaceState'](null, '', hash);
        setPlace(next);
    };
    return [place, go];
}

/// Whether a key is meant for what is being typed.
const isTyping = (event: KeyboardEvent) =>
    event.target instanceof HTMLElement && event.target.matches('input:not([type=checkbox]), textarea, select');

/// In a layout effect: one that waits for the first frame would lose what is pressed before it.
function useKeys(views: View[], toView: (view: View) => void, showKeys: () => void) {
    useLayoutEffect(() => {
        const onKey = (event: KeyboardEvent) => {
            if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
            const view = views[Number(event.key) - 1];
            if (event.key === '?') showKeys();
            else if (event.key === '/') toView('findings');
            else if (view) toView(view);
            else return;
            event.preventDefault();
            if (event.key === '/') requestAnimationFrame(() => document.getElementById('search')?.focus());
        };
        addEventListener('keydown', onKey);
        return () => removeEventListener('keydown', onKey);
    });
}

export function App({ report }: { report: Report }) {
    const [place, go] = usePlace(report.audit ? 'audit' : 'overview');
    const [areKeysShown, showKeys] = useState(false);
    const entries = useMemo(() => entriesOf(report.findings), [report]);
    const tabs: { view: View; name: string; count?: number }[] = [
        { view: 'overview', name: 'Overview' },
        ...(report.audit ? [{ view: 'audit' as View, name: 'Audit', count: report.audit.rows.length }] : []),
        { view: 'findings', name: 'Findings', count: report.summary.findings.total },
        { view: 'coverage', name: 'Coverage' },
        { view: 'rules', name: 'Rules' },
    ];
    const at = (view: View): Place => ({
        view,
        choice: view === place.view ? place.choice : everything,
        finding: '',
        rule: '',
    });
    useKeys(
        tabs.map((tab) => tab.view),
        (view) => view !== place.view && go(at(view)),
        () => showKeys(true),
    );
    const follow = (event: MouseEvent, target: Place) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(target);
    };
    return (
        <>
            <header class="bar">
                <a class="name" href={hashOf(at('overview'))} onClick={(event) => follow(event, at('overview'))}>
                    awaitlint
                </a>
                <nav aria-label="Views">
                    {tabs.map(({ view, name, count }) => (
                        <a
                            key={view}
                            href={hashOf(at(view))}
                            aria-current={view === place.view ? 'page' : undefined}
                            onClick={(event) => follow(event, at(view))}
                        >
                            {name}
                            {count !== undefined && <span class="count">{count.toLocaleString('en')}</span>}
                        </a>
                    ))}
                </nav>
                <ThemeChoice />
                <button class="quiet" title="Keys" aria-label="Keys" onClick={() => showKeys(true)}>
                    ?
                </button>
            </header>
            <main class={place.view}>
                {place.view === 'overview' && <Overview report={report} entries={entries} go={go} />}
                {place.view === 'findings' && <FindingsView entries={entries} place={place} go={go} />}
                {place.view === 'audit' && report.audit && <AuditView audit={report.audit} />}
                {place.view === 'coverage' && <CoverageView report={report} />}
                {place.view === 'rules' && <RulesView entries={entries} rule={place.rule} go={go} />}
            </main>
            {areKeysShown && <KeysDialog close={() => showKeys(false)} />}
        </>
    );
}
