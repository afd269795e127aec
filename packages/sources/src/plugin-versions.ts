/**
 * Falco's plugins whose fields the sources have, and the versions up to which they have them: what a rule file asks for
 * under `required_plugin_versions` is judged by these.
 */
export const pluginVersions: ReadonlyMap<string, string> = new Map([
  ['cloudtrail', '0.14.0'],
  ['container', '0.5.0'],
  ['github', '0.8.0'],
  ['json', '0.7.3'],
  ['k8saudit', '0.18.0'],
  ['k8saudit-aks', '0.6.0'],
  ['k8saudit-eks', '0.12.0'],
  ['k8saudit-gke', '0.9.0'],
  ['k8saudit-ovh', '0.6.0'],
  ['okta', '0.11.1'],
]);
