import type { Recorder } from './recorder.ts';
import { credentials, database, publicApi, registry } from './task.ts';

/** Containers that stand beside an application: traces, metrics, logs, identity, search. Some have names or ports of ill repute. */
export function runSidecars(record: Recorder): void {
  traceByXray(record);
  collectMetrics(record);
  shipLogs(record);
  signInByHydra(record);
  serveByStrapi(record);
  searchByElasticsearch(record);
}

function traceByXray(record: Recorder): void {
  const container = { id: '31b2c3d4e5f6', name: 'xray', repository: 'public.ecr.aws/xray/aws-xray-daemon' };
  const daemon = record.first(container, { exepath: '/xray', args: '-t 0.0.0.0:2000 -b 0.0.0.0:2000' });
  record.connect(daemon, credentials);
  record.connect(daemon, publicApi(1));
}

/** Scrapes exporters of the same task. */
function collectMetrics(record: Recorder): void {
  const container = {
    id: '41b2c3d4e5f6',
    name: 'otel',
    repository: 'public.ecr.aws/aws-observability/aws-otel-collector',
  };
  const collector = record.first(container, {
    exepath: '/awscollector',
    args: '--config=/etc/ecs/ecs-default-config.yaml',
  });
  for (let index = 0; index < 60; index += 1) {
    for (const port of [9150, 9187, 9121, 8888]) record.connect(collector, { address: '127.0.0.1', port });
    record.connect(collector, credentials);
  }
}

function shipLogs(record: Recorder): void {
  const container = {
    id: '51b2c3d4e5f6',
    name: 'log-router',
    repository: 'public.ecr.aws/aws-observability/aws-for-fluent-bit',
  };
  const entry = record.first(container, {
    exepath: '/bin/sh',
    name: 'entrypoint.sh',
    args: '/entrypoint.sh',
  });
  record.start(entry, { exepath: '/usr/sbin/service', args: 'rsyslog start' });
  const shipper = record.start(entry, {
    exepath: '/fluent-bit/bin/fluent-bit',
    args: '-c /fluent-bit/etc/fluent-bit.conf',
  });
  record.write(shipper, '/var/fluent-bit/state/flb.db', 'O_RDWR|O_CREAT');
  for (let index = 0; index < 60; index += 1) record.connect(shipper, publicApi(index));
}

function signInByHydra(record: Recorder): void {
  const container = { id: '61b2c3d4e5f6', name: 'hydra', repository: `${registry}/oryd/hydra` };
  const hydra = record.first(container, {
    exepath: '/usr/bin/hydra',
    args: 'serve all --config /etc/config/hydra.yml',
    user: 'app',
  });
  record.connect(hydra, database);
  record.listen(hydra, 4444);
  record.listen(hydra, 4445);
}

/** A content system on port 1337 that looks up its own address by a UDP socket. */
function serveByStrapi(record: Recorder): void {
  const container = { id: '71b2c3d4e5f6', name: 'cms', repository: `${registry}/cms` };
  const node = record.first(container, {
    exepath: '/usr/local/bin/node',
    args: '/app/node_modules/.bin/strapi start',
    user: 'node',
    cwd: '/app',
  });
  const random = "-e console.log(require('crypto').randomBytes(32).toString('base64'))";
  record.start(node, { exepath: '/usr/local/bin/node', args: random });
  record.listen(node, 1337);
  record.connect(node, { address: '8.8.8.8', port: 80, protocol: 'udp' });
  record.connect(node, { address: '34.117.59.81', port: 587, protocol: 'udp' });
  record.connect(node, { address: '34.117.59.81', port: 587 });
}

/** Writes below /usr/share and /etc in directories of its own; its health check talks through the shell. */
function searchByElasticsearch(record: Recorder): void {
  const container = { id: '81b2c3d4e5f6', name: 'search', repository: `${registry}/search` };
  const entry = record.first(container, {
    exepath: '/bin/bash',
    name: 'docker-entrypoi',
    args: '/usr/local/bin/docker-entrypoint.sh',
  });
  record.start(entry, { exepath: '/usr/bin/dpkg', args: '--print-architecture' });
  record.write(entry, '/etc/elasticsearch/jvm.options.d/heap.options');
  const download = record.start(entry, {
    exepath: '/bin/sh',
    args: '-c curl -fsS https://artifacts.example.com/plugin.zip | sha256sum -c /plugin.sum',
  });
  record.start(download, { exepath: '/usr/bin/curl', args: '-fsS https://artifacts.example.com/plugin.zip' });
  const java = record.start(entry, {
    exepath: '/usr/share/elasticsearch/jdk/bin/java',
    args: '-Xms1g org.elasticsearch.server/org.elasticsearch.bootstrap.Elasticsearch',
    user: 'app',
  });
  for (let index = 0; index < 200; index += 1) {
    record.write(java, `/usr/share/elasticsearch/data/nodes/0/_state/${index}.st`, 'O_RDWR|O_CREAT|O_EXCL');
    record.rename(
      java,
      `/usr/share/elasticsearch/data/nodes/0/_state/${index}.st.tmp`,
      `/usr/share/elasticsearch/data/nodes/0/_state/${index}.st`,
    );
  }
  record.listen(java, 9200);
  const check = record.first(container, {
    exepath: '/bin/bash',
    args: '-c exec 3<>/dev/tcp/127.0.0.1/9200; echo -e "GET /_cluster/health HTTP/1.0" >&3; while read -t 1 line <&3; do echo $line; done',
  });
  record.connect(check, { address: '127.0.0.1', port: 9200 });
  const ruok = record.first(container, { exepath: '/bin/sh', args: '-c echo ruok | nc localhost 2181' });
  record.start(ruok, { exepath: '/bin/nc', args: 'localhost 2181' });
}
