// The list of keys. A dialog of the browser's own, which keeps the focus and closes on Escape.
import { useEffect, useRef } from 'preact/hooks';

const keys: [string[], string][] = [
    [['1', '…', '5'], 'go to a view'],
    [['/'], 'search the findings'],
    [['↑', '↓'], 'the finding before, the next one; also k and j'],
    [['Home', 'End'], 'the first and the last finding'],
    [['Enter'], 'read the finding'],
    [['Esc'], 'back to the list; in the search: empty it'],
    [['?'], 'this list'],
];

export function KeysDialog({ close }: { close: () => void }) {
    const dialog = useRef<HTMLDialogElement>(null);
    useEffect(() => dialog.current?.showModal(), []);
    return (
        <dialog ref={dialog} aria-labelledby="keys-title" onClose={close}>
            <h2 id="keys-title">Keys</h2>
            <dl class="keys">
                {keys.map(([names, meaning]) => (
                    <div key={meaning}>
                        <dt>
                            {names.map((name) => (
                                <kbd key={name}>{name}</kbd>
                            ))}
                        </dt>
                        <dd>{meaning}</dd>
                    </div>
                ))}
            </dl>
            <form method="dialog">
                <button>Close</button>
            </form>
        </dialog>
    );
}
