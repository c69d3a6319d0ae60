// How the number of findings went from run to run: a curve of all of them and one of those with a proven repair. The
// runs are in the order of the history and equally far apart, as a run has no time of its own.
import { useState } from 'preact/hooks';
import { counted } from './counted.ts';
import type { Run } from './report.ts';
import { Visible } from './visible.tsx';

const width = 1000;
const height = 150;

/// Round numbers for the axis: zero, and one that nothing exceeds.
export function topOf(most: number): number {
    const size = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
    return [1, 2, 5, 10].map((step) => step * size).find((step) => step >= most) ?? most;
}

function pointsOf(values: number[], top: number): string {
    const step = width / Math.max(values.length - 1, 1);
    return values
        .map((value, index) => `${(index * step).toFixed(1)},${(height - (height * value) / top).toFixed(1)}`)
        .join(' ');
}

const told = (run: Run) => [
    counted(run.findings.total, 'finding'),
    `${run.findings.proven.toLocaleString('en')} with a proven repair`,
    ...(run.complete ? [] : ['incomplete']),
    ...Object.entries(run.meta).map(([key, value]) => `${key}: ${value}`),
];

export function Trend({ runs }: { runs: Run[] }) {
    const [chosen, choose] = useState(runs.length - 1);
    const run = runs[chosen];
    const top = topOf(Math.max(...runs.map((each) => each.findings.total)));
    const at = (index: number) => (width * index) / Math.max(runs.length - 1, 1);
    return (
        <section class="trend">
            <h2>
                Trend <small>the last {counted(runs.length, 'run')}</small>
            </h2>
            <div class="plot">
                <span class="top">{top.toLocaleString('en')}</span>
                <svg viewBox={`0 -6 ${width} ${height + 12}`} preserveAspectRatio="none" aria-hidden="true">
                    <line class="axis" x1="0" x2={width} y1="0" y2="0" />
                    <line class="axis" x1="0" x2={width} y1={height} y2={height} />
                    <polyline
                        class="curve all"
                        points={pointsOf(
                            runs.map((each) => each.findings.total),
                            top,
                        )}
                    />
                    <polyline
                        class="curve proven"
                        points={pointsOf(
                            runs.map((each) => each.findings.proven),
                            top,
                        )}
                    />
                    <line class="cursor" x1={at(chosen)} x2={at(chosen)} y1="0" y2={height} />
                </svg>
                <span class="bottom">0</span>
            </div>
            <input
                type="range"
                aria-label="Run"
                aria-valuetext={run && told(run).join(', ')}
                min="0"
                max={runs.length - 1}
                value={chosen}
                onInput={(event) => choose(Number(event.currentTarget.value))}
            />
            <p class="legend">
                <span class="all">all findings</span>
                <span class="proven">with a proven repair</span>
                {run && (
                    <span class="run">
                        <Visible text={told(run).join(' · ')} />
                    </span>
                )}
            </p>
        </section>
    );
}
