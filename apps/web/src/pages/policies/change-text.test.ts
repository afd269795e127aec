import { expect, it } from 'vitest';
import { en } from '../../i18n/en.ts';
import { translator } from '../../i18n/i18n.tsx';
import { ja } from '../../i18n/ja.ts';
import { changeText } from './change-text.ts';

it.each([
  ['created', 'Created', '作成'],
  ['restored revision 3', 'Rolled back to version 3', '版 3 に戻しました'],
  ['exception added: the trail\nmoves', 'Exception added: the trail\nmoves', '例外を追加: the trail\nmoves'],
  ['edited: dry-run', 'Edited: dry run', '編集: 試行'],
  ['something of a newer server', 'something of a newer server', 'something of a newer server'],
])('"%s" in a history', (change, english, japanese) => {
  expect(changeText(change, translator('en', en).t)).toBe(english);
  expect(changeText(change, translator('ja', ja).t)).toBe(japanese);
});
