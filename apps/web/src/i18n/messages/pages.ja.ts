import type { Message } from '../message.ts';
import type { pagesEn } from './pages.en.ts';

export const pagesJa: Readonly<Record<keyof typeof pagesEn, Message>> = {
  'home.todo': '最初に対応すること',
  'home.nothing': '今すぐ対応が必要なものはありません',
  'home.nothingText': 'この範囲に、対応を要する検出結果・検知・停止タスクはありません。',
  'home.counts': 'この範囲の件数',
  'home.count.images': 'イメージ',
  'home.count.accounts': 'アカウント',
  'home.count.resources': 'リソース',
  'home.count.events': 'イベント',
  'home.count.detections': '検知',
  'home.count.openFindings': '未解決の検出結果',
  'home.count.stoppedTasks': '停止したタスク',
  'home.detections': '過去 24 時間の検知',
  'home.failed': '対応すべきことを読み込めませんでした',

  'home.item.exploitedImage': '{subject} に、悪用が確認された脆弱性があります',
  'home.item.criticalImage': '{subject} はポリシーに不合格です',
  'home.item.detections': 'ルール「{subject}」が検知しました',
  'home.item.failingCheck': 'チェックに不合格: {subject}',
  'home.item.deadTasks': '{subject} のタスクが想定外に停止しました',
  'home.item.partialInventory': '{subject} のインベントリが不完全です',
  'home.reason.exploitedImage': '悪用確認済みの脆弱性 {count} 件',
  'home.reason.criticalImage': '重大な脆弱性 {count} 件',
  'home.reason.detections': '検知 {count} 件',
  'home.reason.failingCheck': '不合格のリソース {count} 件',
  'home.reason.deadTasks': '想定外の停止 {count} 件',
  'home.reason.partialInventory': '読み取れなかった部分 {count} 件',
};
