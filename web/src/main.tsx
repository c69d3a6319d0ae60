// Where the page begins: reads the report out of its data element and shows it in place of what stands there.
//
// In: <script type="application/json" id="report"> and <div id="page">, from src/report/html.cpp. Asks for nothing
// else: the page's policy allows no request at all.
import { render } from 'preact';
import { App } from './app.tsx';
import './page.css';
import { readReport } from './report.ts';

const data = document.getElementById('report')!;
render(<App report={readReport(data.textContent ?? '')} />, document.getElementById('page')!);
data.remove(); // its text is as large as the report
