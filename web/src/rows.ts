// Which rows of a long list are drawn: those in sight and a few around them. TanStack's virtual-core does the sums; this
// ties it to Preact, as its own adapters do for other libraries. All rows have the same height.
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

export type Rows = Virtualizer<HTMLElement, HTMLElement>;

export function useRows(count: number, height: number, scroller: RefObject<HTMLElement>): Rows {
    const [, redraw] = useReducer((times: number) => times + 1, 0);
    const options = {
        count,
        getScrollElement: () => scroller.current,
        estimateSize: () => height,
        overscan: 6,
        observeElementRect,
        observeElementOffset,
        scrollToFn: elementScroll,
        onChange: () => redraw(undefined as never),
    };
    const [rows] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
    rows.setOptions(options);
    useLayoutEffect(() => rows._didMount(), [rows]);
    useLayoutEffect(() => rows._willUpdate());
    return rows;
}
