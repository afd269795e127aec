import type { Message } from '../message.ts';
import type { complianceEn } from './compliance.en.ts';

export const complianceJa: Readonly<Record<keyof typeof complianceEn, Message>> = {
  'compliance.intro':
    'スコアは評価済みのものだけで計算します。未評価のものは未評価と表示し、合格には数えません。',
  'compliance.failed': 'フレームワークを読み込めませんでした',
  'compliance.nothing': '評価はまだありません',
  'compliance.nothingText':
    'アカウントを接続してください。最初のインベントリ取得後にチェックが実行され、スコアが算出されます。',
  'compliance.toInventory': 'アカウントとインベントリへ',
  'compliance.status.failed': '不合格',
  'compliance.status.error': '読み取り不可',
  'compliance.status.passed': '合格',
  'compliance.status.not-assessed': '未評価',
  'compliance.statusLabel': '状態',
  'compliance.all': 'すべて',
  'compliance.trend': {
    one: '{count} 日分のスコア: {to}',
    other: '{count} 日間のスコア: {from} から {to}',
  },
  'compliance.evidenceOnly': '証跡のみ',
  'compliance.evidenceShare': '管理策の {share} に証跡あり。この基準は機械では判定できません',
  'compliance.notAssessedYet': '未評価',
  'compliance.ofAssessed': '{all} 件中 {judged} 件の管理策を評価',
  'compliance.scoreRule': 'スコアは評価済み管理策のうち合格の割合です。斜線は未評価です。',
  'compliance.evidenceRule':
    'チェックの合否は監査人のための証跡であり、基準への適合判定ではありません。斜線は証跡なしです。',
  'compliance.search': '管理策を検索',
  'compliance.failedOf': '{all} 件中 {failed} 件が不合格',
  'compliance.allPass': '{count} 件が合格',
  'compliance.requirement': '要求事項',
  'compliance.resources': 'リソース',
  'compliance.resourcesText': '合格 {passed} 件、不合格 {failed} 件',
  'compliance.checks': 'チェック',
  'compliance.notThere': '未対応',
  'compliance.whyManual': 'この管理策を判定できるチェックはありません。人による確認が必要です。',
  'compliance.whyMissing': 'この管理策のチェックはまだ用意されていません。',
  'compliance.whyNoResource': 'この管理策の対象となるリソースが、この範囲にありません。',
  'compliance.whyError': '必要なデータを読み取れなかったため、合格でも不合格でもありません。',
  'compliance.resultsFailed': 'リソースを読み込めませんでした',
  'compliance.more': 'さらに {count} 件を表示',
};
