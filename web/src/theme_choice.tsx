// Light, dark, or as the system has it. Kept for the next time where the browser lets a file keep anything.
import { useLayoutEffect, useState } from 'preact/hooks';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const key = 'awaitlint-theme';

function kept(): Theme {
    try {
        return themes.find((theme) => theme === localStorage.getItem(key)) ?? 'system';
    } catch {
        return 'system';
    }
}

function keep(theme: Theme) {
    try {
        localStorage.setItem(key, theme);
    } catch {
        // It holds until the page is closed.
    }
}

export function ThemeChoice() {
    const [theme, setTheme] = useState(kept);
    useLayoutEffect(() => {
        if (theme === 'system') delete document.documentElement.dataset.theme;
        else document.documentElement.dataset.theme = theme;
    }, [theme]);
    return (
        <label class="theme">
            <span class="for-readers">Colours</span>
            <select
                value={theme}
                onChange={(event) => {
                    const next = event.currentTarget.value as Theme;
                    keep(next);
                    setTheme(next);
                }}
            >
                <option value="system">System</option>
                <option value="light">Light</option>
                <option value="dark">Dark</option>
            </select>
        </label>
    );
}
