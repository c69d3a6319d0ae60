// A bar chart of counts by name, split by severity unless it says otherwise: names lead to the findings behind the bar.
// Text and boxes, so that it is read aloud as a list and needs no canvas. Shows the first ones, and how many there are.
import { useState } from 'preact/hooks';
import { severities, type Tally } from './findings.ts';
import { Visible } from './visible.tsx';

const mostShown = 8;

interface Props {
    tallies: Tally[];
    label: (tally: Tally) => string;
    onChoose: (tally: Tally) => void;
    kind?: (tally: Tally) => string; // of the whole bar
}

/// The parts of a bar, with their colours.
function partsOf(tally: Tally, kind: Props['kind']): [kind: string, number: number][] {
    if (kind) return [[kind(tally), tally.total]];
    return severities
        .map((severity): [string, number] => [severity, tally.by[severity]])
        .filter(([, number]) => number > 0);
}

export function Bars({ tallies, label, onChoose, kind }: Props) {
    const [isWhole, showWhole] = useState(false);
    const most = Math.max(1, ...tallies.map((tally) => tally.total));
    const shown = isWhole ? tallies : tallies.slice(0, mostShown);
    return (
        <>
            <ul class="bars">
                {shown.map((tally) => (
                    <li key={tally.name}>
                        <button class="link" onClick={() => onChoose(tally)}>
                            <Visible text={label(tally)} />
                        </button>
                        <span class="track" aria-hidden="true">
                            {partsOf(tally, kind).map(([name, number]) => (
                                <span
                                    key={name}
                                    class={`fill ${name}`}
                                    style={{ width: `${(100 * number) / most}%` }}
                                />
                            ))}
                        </span>
                        <span class="number">{tally.total.toLocaleString('en')}</span>
                    </li>
                ))}
            </ul>
            {tallies.length > mostShown && (
                <button class="link more" onClick={() => showWhole(!isWhole)}>
                    {isWhole ? 'Show fewer' : `Show all ${tallies.length}`}
                </button>
            )}
        </>
    );
}
