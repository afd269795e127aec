import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { policyActionWork } from './actions/action-work.ts';
import { startPendingActions, storeWithActions } from './actions/request-actions.ts';
import { ensureWebhookSecret } from './actions/webhook-secret.ts';
import { Attempts } from './auth/attempts.ts';
import { issueSetupToken } from './auth/setup-token.ts';
import type { ServerContext } from './context.ts';
import { openDataFolder } from './data-folder.ts';
import { DataSet } from './fleet/data-set.ts';
import { FleetEvaluation } from './fleet/reevaluate-work.ts';
import { createApp } from './http/app.ts';
import type { Handler } from './http/handler.ts';
import { Hunts } from './hunt/hunts.ts';
import { FleetIndex } from './images/fleet-index.ts';
import { judgeImagesWork, keepJudged } from './images/judge-images.ts';
import { type ScanProgress, scanImageWork } from './images/scan-image.ts';
import { readShippedImagePolicies, syncShippedImagePolicies } from './images/sync-shipped-image-policies.ts';
import { Intake } from './intake/intake.ts';
import { cloudTrailKind } from './intake/kinds/cloudtrail.ts';
import { eventBridgeKind } from './intake/kinds/eventbridge.ts';
import { metricsKind } from './intake/kinds/metrics.ts';
import { eventKinds, sourceKind } from './intake/kinds/source.ts';
import { JobRunner } from './jobs/job-runner.ts';
import { LiveFeed } from './live-feed.ts';
import { createLogger } from './logger.ts';
import { Deliveries } from './notify/deliver.ts';
import { storeWithNotices } from './notify/note-rows.ts';
import type { ServerOptions } from './options.ts';
import { deliverOutbox } from './outbox.ts';
import { readShippedPolicies } from './policies/shipped-policies.ts';
import { syncShippedPolicies } from './policies/sync-shipped-policies.ts';
import { readPostureContent } from './posture/content.ts';
import { syncAccountWork } from './posture/sync-account.ts';
import { createProcessMetrics, type ProcessMetrics } from './process-metrics.ts';
import { keepRetention } from './retention.ts';
import { advisoryHandlers } from './routes/advisories.ts';
import { auditLogHandlers } from './routes/audit-log.ts';
import { eventHandlers } from './routes/events.ts';
import { huntHandlers } from './routes/hunts.ts';
import { imageComparisonHandlers } from './routes/image-comparisons.ts';
import { imageExceptionHandlers } from './routes/image-exceptions.ts';
import { imagePolicyHandlers } from './routes/image-policies.ts';
import { imageScanHandlers } from './routes/image-scans.ts';
import { imageVulnerabilityHandlers } from './routes/image-vulnerabilities.ts';
import { imageHandlers } from './routes/images.ts';
import { intakeHandlers } from './routes/intake.ts';
import { inventoryHandlers } from './routes/inventory.ts';
import { notificationHandlers } from './routes/notifications.ts';
import { policyHandlers } from './routes/policies.ts';
import { postureHandlers } from './routes/posture.ts';
import { ruleHandlers } from './routes/rules.ts';
import { sessionHandlers } from './routes/session.ts';
import { systemHandlers } from './routes/system.ts';
import { taskHandlers } from './routes/tasks.ts';
import { teamHandlers } from './routes/teams.ts';
import { tokenHandlers } from './routes/tokens.ts';
import { userHandlers } from './routes/users.ts';
import { LiveRules } from './rules/live-rules.ts';
import { loadRulesAtStart } from './rules/load-at-start.ts';
import { RuleCompiler } from './rules/rule-compiler.ts';
import { registerRuleMetrics } from './rules/rule-metrics.ts';
import { readShippedRules, syncShippedRules } from './rules/sync-shipped-files.ts';
import { loadSampleWork, requestSample } from './sample/load-sample.ts';
import { openStores } from './stores.ts';

export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly address: string;
  /** The one-time set-up token; undefined once there is a user. */
  readonly setupToken: string | undefined;
  /** Ends streams and requests, lets the batch in hand finish, closes every store. */
  readonly stop: () => Promise<void>;
}

/** Starts a server on its data folder. What was opened is closed again when a later step fails. */
export async function start(options: ServerOptions): Promise<RunningServer> {
  const { now, version, contentRoot } = options;
  const logger = createLogger(options.logLevel, options.logDestination);
  const closing: (() => Promise<void> | void)[] = [];
  async function stop(): Promise<void> {
    for (const close of closing.splice(0).reverse()) await close();
  }
  try {
    const folder = await openDataFolder(options.data);
    closing.push(folder.release);
    const stores = await openStores(folder.path, now);
    closing.push(stores.close);
    const live = new LiveFeed();
    const context: ServerContext = { ...stores, live, sealKey: folder.sealKey, now, version };
    const metrics = createProcessMetrics(stores.stream, live, version);

    const rules = await openRules(context, contentRoot, logger);
    registerRuleMetrics(metrics.registry, rules);
    const content = await readPostureContent(contentRoot);

    const rows = storeWithNotices(context, storeWithActions(context));
    const intake = new Intake({
      stream: stores.stream,
      kinds: [
        cloudTrailKind(rows, () => rules.detector),
        eventBridgeKind(rows, stores.state, () => rules.detector),
        metricsKind(stores.state, now),
        ...eventKinds.map(([name, source]) => sourceKind(name, source, rows, () => rules.detector)),
      ],
      live,
      memory: rules.memory,
      logger,
      onStored: metrics.onStored,
    });
    await syncShippedImagePolicies(
      stores.state,
      await readShippedImagePolicies(join(contentRoot, 'policies', 'image')),
      now(),
    );
    const sample = { ...context, intake, content };
    const fleet = fleetOf(context, options.advisories, logger);
    const works = [
      syncAccountWork(context, content),
      loadSampleWork(sample, join(contentRoot, 'sample'), logger),
      judgeImagesWork(context),
      ...(fleet === undefined ? [] : [fleet.evaluation.work]),
    ];
    const scans = join(folder.path, 'scans');
    await rm(scans, { recursive: true, force: true });
    const scanning = new Map<string, ScanProgress>();
    // Beside the other jobs: a pull can take minutes.
    const scanRunner =
      options.scan === undefined
        ? undefined
        : new JobRunner(
            stores.jobs,
            [
              scanImageWork({
                ...context,
                logger,
                folder: scans,
                layers: join(folder.path, 'layers'),
                options: options.scan,
                progress: scanning,
              }),
            ],
            logger,
          );
    const hunts = new Hunts(now);
    const compiler = new RuleCompiler({ limitMs: 120_000 });
    const drafts = new RuleCompiler({ limitMs: 20_000 });
    const runner = new JobRunner(stores.jobs, works, logger);
    // Beside the other jobs: whoever is attacked does not wait for an inventory.
    const webhooks = options.webhooks ?? { allowPrivateAddresses: false };
    const actions = policyActionWork({ ...context, policies: () => rules.inForce.policies, webhooks });
    const actionRunner = new JobRunner(stores.jobs, [actions], logger);

    const deliveries = new Deliveries({ ...context, webhooks }, logger);

    const handlers: readonly Handler[] = [
      ...systemHandlers({ ...context, intake, rules, registry: metrics.registry }),
      ...sessionHandlers({ ...context, attempts: new Attempts(now) }),
      ...userHandlers(context),
      ...teamHandlers(context),
      ...tokenHandlers(context),
      ...auditLogHandlers(context),
      ...eventHandlers(context),
      ...huntHandlers({ ...context, rules, hunts, drafts }),
      ...imageHandlers(context),
      ...advisoryHandlers({ ...context, ...(fleet === undefined ? {} : { fleet }) }),
      ...imagePolicyHandlers(context),
      ...imageExceptionHandlers(context),
      ...imageComparisonHandlers(context),
      ...imageVulnerabilityHandlers({ state: stores.state, fleet: new FleetIndex(stores.state) }),
      ...imageScanHandlers({ ...context, progress: scanning, canScan: scanRunner !== undefined }),
      ...inventoryHandlers({ ...context, allowEndpoints: options.allowEndpoints }),
      ...notificationHandlers({ ...context, webhooks, allowEndpoints: options.allowEndpoints }),
      ...policyHandlers({ ...context, rules, compiler, webhooks }),
      ...ruleHandlers({ ...context, rules, compiler, drafts, frameworks: content.frameworks }),
      ...postureHandlers({ ...context, content }),
      ...taskHandlers(context),
      ...intakeHandlers(intake, now),
    ];
    const app = await createApp({
      state: stores.state,
      handlers,
      logger,
      now,
      webRoot: options.webRoot,
      version,
      ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
    });
    measureRequests(app, metrics);

    await deliverOutbox(context).catch((error: unknown) => {
      logger.error({ err: error }, 'rows that wait for the event store are delivered with the next ones');
    });
    intake.start();
    closing.push(() => intake.stop());
    runner.start();
    closing.push(() => runner.stop());
    await ensureWebhookSecret(stores.state, folder.sealKey, now());
    await startPendingActions(context);
    actionRunner.start();
    closing.push(() => actionRunner.stop());
    deliveries.start();
    closing.push(() => deliveries.stop());
    scanRunner?.start();
    closing.push(() => scanRunner?.stop());
    closing.push(keepJudged(context, logger));
    if (fleet !== undefined) closing.push(fleet.evaluation.watch());
    closing.push(() => hunts.stop());
    closing.push(keepRetention(context, options.retention, logger));
    const setupToken = await issueSetupToken(stores.state, now());
    const address = await app.listen({ host: options.host, port: options.port });
    closing.push(() => app.close());
    closing.push(() => live.endAll());
    closing.push(() => compiler.stop());
    closing.push(() => drafts.stop());
    if (options.sample) await requestSample(stores.state, stores.jobs, now());
    return { address, setupToken, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Brings the shipped rules and policies up to date and puts what is stored in force. */
async function openRules(
  { state, now }: ServerContext,
  contentRoot: string,
  logger: FastifyBaseLogger,
): Promise<LiveRules> {
  const [files, policies] = await Promise.all([
    readShippedRules(join(contentRoot, 'rules')),
    readShippedPolicies(join(contentRoot, 'policies', 'runtime')),
  ]);
  await syncShippedRules(state, files, now());
  await syncShippedPolicies(state, policies, now());
  return LiveRules.open({ state, now, logger }, await loadRulesAtStart(state, now(), logger));
}

function fleetOf(context: ServerContext, folder: string | undefined, logger: FastifyBaseLogger) {
  if (folder === undefined) return undefined;
  const dataSet = new DataSet(folder);
  return { dataSet, evaluation: new FleetEvaluation({ ...context, dataSet }, logger) };
}

function measureRequests(app: FastifyInstance, metrics: ProcessMetrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.onRequest(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
  });
}
