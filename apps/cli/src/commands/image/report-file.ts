import { reportFormats, sbomFormats } from '@breakwater/scan';
import { CommandError } from '../../exit-code.ts';

export interface ReportFile {
  readonly format: string;
  readonly path: string;
}

const formats = [...reportFormats.keys(), ...sbomFormats];

/** `sarif=scan.sarif`. Throws CommandError before anything is scanned. */
export function readReportFile(text: string): ReportFile {
  const [format = '', ...rest] = text.split('=');
  const path = rest.join('=');
  if (formats.includes(format) && path !== '') return { format, path };
  throw new CommandError(`--report: "${text}" is not FORMAT=FILE; formats are ${formats.join(', ')}`);
}
