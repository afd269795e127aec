#!/usr/bin/env bash
# Answers a manual approval of AWS CodePipeline by the verdict of a scan.
#
# usage: codepipeline-approval.sh EXIT-CODE REPORT.json
#
# EXIT-CODE is what "breakwater image scan" ended with, REPORT.json what it wrote with --report json=REPORT.json. Approved: the
# exit code is 0 and every verdict of the report passed, and there is at least one. All else is rejected, with the reasons.
# The variables PIPELINE, STAGE and ACTION name the approval. Needs jq and the AWS command line.
#
# Ends with 0 when the approval was answered "Approved", 1 when "Rejected", 2 when it could not be answered.
set -uo pipefail

fail() {
  echo "codepipeline-approval: $1" >&2
  exit 2
}

code=${1-}
report=${2-}
[[ $code =~ ^[0-9]+$ && -n $report ]] || fail 'usage: codepipeline-approval.sh EXIT-CODE REPORT.json'
for name in PIPELINE STAGE ACTION; do
  [[ -n ${!name-} ]] || fail "the variable $name is not set"
done

# The summary may have 512 characters.
if [[ $code != 0 && $code != 1 ]] || ! result=$(jq -c '
    (.verdicts // []) as $verdicts
    | [$verdicts[] | select(.status != "passed")] as $against
    | (if $verdicts == [] then "no policy judged the image"
       elif $against == [] then "every policy passed: " + ([$verdicts[].policy] | join(", "))
       else $against | map("\(.policy) \(.status): " + ([.reasons[] | select(.level != "warn") | .message] | join("; "))) | join(". ")
       end) as $why
    | {status: (if $verdicts != [] and $against == [] then "Approved" else "Rejected" end),
       summary: ("\(.reference) \(.digest[0:19]): " + $why)[0:512]}' "$report"); then
  result=$(jq -nc --arg code "$code" '{status: "Rejected", summary: "the scan has no result; it ended with \($code)"}')
elif [[ $code == 1 ]]; then
  result=$(jq -c '.status = "Rejected"' <<<"$result")
fi

token=$(aws codepipeline get-pipeline-state --name "$PIPELINE" --output json \
  | jq -er --arg stage "$STAGE" --arg action "$ACTION" '
      .stageStates[] | select(.stageName == $stage)
      | .actionStates[] | select(.actionName == $action)
      | .latestExecution | select(.status == "InProgress") | .token') \
  || fail "no approval waits in $PIPELINE, stage $STAGE, action $ACTION"

aws codepipeline put-approval-result --pipeline-name "$PIPELINE" --stage-name "$STAGE" --action-name "$ACTION" \
  --token "$token" --result "$result" >/dev/null || fail 'the approval could not be answered'

jq -r '"\(.status): \(.summary)"' <<<"$result"
[[ $(jq -r .status <<<"$result") == Approved ]] || exit 1
