/** A tactic of MITRE ATT&CK for Enterprise: why an attacker does something. */
export interface Tactic {
  readonly id: string;
  readonly name: string;
  /** Its name in the tags of rules: `mitre_initial_access`. */
  readonly tag: string;
}

/** In the order of the matrix. */
export const tactics: readonly Tactic[] = [
  { id: 'TA0043', name: 'Reconnaissance', tag: 'mitre_reconnaissance' },
  { id: 'TA0042', name: 'Resource Development', tag: 'mitre_resource_development' },
  { id: 'TA0001', name: 'Initial Access', tag: 'mitre_initial_access' },
  { id: 'TA0002', name: 'Execution', tag: 'mitre_execution' },
  { id: 'TA0003', name: 'Persistence', tag: 'mitre_persistence' },
  { id: 'TA0004', name: 'Privilege Escalation', tag: 'mitre_privilege_escalation' },
  { id: 'TA0005', name: 'Defense Evasion', tag: 'mitre_defense_evasion' },
  { id: 'TA0006', name: 'Credential Access', tag: 'mitre_credential_access' },
  { id: 'TA0007', name: 'Discovery', tag: 'mitre_discovery' },
  { id: 'TA0008', name: 'Lateral Movement', tag: 'mitre_lateral_movement' },
  { id: 'TA0009', name: 'Collection', tag: 'mitre_collection' },
  { id: 'TA0011', name: 'Command and Control', tag: 'mitre_command_and_control' },
  { id: 'TA0010', name: 'Exfiltration', tag: 'mitre_exfiltration' },
  { id: 'TA0040', name: 'Impact', tag: 'mitre_impact' },
];
