import type { Message } from '../message.ts';
import type { firstStepsEn } from './first-steps.en.ts';

export const firstStepsJa: Readonly<Record<keyof typeof firstStepsEn, Message>> = {
  'first.title': 'はじめに',
  'first.intro':
    'Breakwater は、送られたデータと接続されたアカウントをもとに働きます。どこからでも始められ、最初のデータが届くと完了の印が付きます。',
  'first.progress': '{total} 件中 {done} 件完了',
  'first.done': '完了',
  'first.open': '未完了',
  'first.see': '{page}を開く',
  'first.token': 'トークンを作成',
  'first.tokenText': '以下のコマンドはこのトークンで認証します。データの送信のみでき、読み取りはできません。',
  'first.tokenCreate': 'トークンを作成',
  'first.tokenAgain': '別のトークンを作成',
  'first.tokenThere': 'トークンは作成済みです。シークレットは再表示できません。',
  'first.tokenOnce':
    '今コピーしてください。再表示はできません。有効期間は {count} 日です。以下のコマンドを使うシェルで実行してください。',
  'first.events': 'CloudTrail のレコードを送る',
  'first.eventsText':
    '証跡のファイルはそのまま (gzip のままでも) 送れます。ファイル名は置き換えてください。届いたレコードはルールで判定されます。',
  'first.tasks': 'タスクのイベントを送る',
  'first.tasksText':
    'タスクはなぜ停止したか。このパターンの EventBridge ルールと API 送信先、またはイベントのファイルで分かります。',
  'first.pattern': 'ルールのイベントパターン',
  'first.destination': 'API 送信先',
  'first.image': 'イメージをスキャンする',
  'first.imageText':
    '手元の PC や CI で実行します。送られるのは結果だけで、イメージは外に出ません。advisories は OSV・KEV・EPSS のファイルです。ない場合、パッケージは一覧されますが脆弱性は調べられません。',
  'first.metrics': 'タスクを内側から見る',
  'first.metricsText':
    'サイドカーがタスクの CPU・メモリ・ディスクを 30 秒ごとに送り、停止直前の様子を残します。このコンテナをタスク定義に追加してください。',
  'first.container': 'タスク定義のコンテナ',
  'first.account': 'AWS アカウントを接続する',
  'first.accountText':
    '有効なすべてのリージョンのインベントリを読み取り、チェックを実行します。必要なのは読み取り権限だけです。',
  'first.commands': 'コマンド',
  'first.loopback':
    '{origin} にはこのマシンからしか届きません。{place} を、AWS から届くアドレスに置き換えてください。',
  'first.waiting': '最初のデータを待っています',
  'first.needsAdministrator': '管理権限が必要です。管理者に依頼してください。',
};
