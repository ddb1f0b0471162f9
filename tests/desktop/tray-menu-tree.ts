import * as v from 'valibot';

/** One entry of a tray menu as it is on the wire. */
export interface MenuNode {
  readonly id: number;
  /** Without the underscores that mark keyboard letters. */
  readonly label: string;
  readonly type: 'standard' | 'separator' | 'checkbox' | 'radio' | 'submenu';
  readonly isEnabled: boolean;
  readonly isVisible: boolean;
  /** Only check boxes and radio buttons have it. */
  readonly isChecked?: boolean;
  readonly children: readonly MenuNode[];
}

/** Reads the layout of com.canonical.dbusmenu; throws when it is none. */
export function parseMenu(layout: unknown): MenuNode {
  const [id, properties, children] = v.parse(layoutSchema, layout);
  const toggle = toggleTypes[properties['toggle-type'] ?? ''];
  return {
    id,
    label: (properties.label ?? '').replace(/_(_?)/g, '$1'),
    type: typeOf(properties) ?? toggle ?? 'standard',
    isEnabled: properties.enabled ?? true,
    isVisible: properties.visible ?? true,
    ...(toggle ? { isChecked: properties['toggle-state'] === 1 } : {}),
    children: children.map(parseMenu),
  };
}

/** The entry a person reaches by these labels, the first of its name; throws with what is there instead. */
export function findEntry(menu: MenuNode, labels: readonly string[]): MenuNode {
  return labels.reduce((node, label) => {
    const visible = node.children.filter((child) => child.isVisible);
    const found = visible.find((child) => child.label === label);
    if (found) return found;
    const there = visible.map((child) => child.label).join(', ');
    throw new Error(`the tray menu has no "${label}" in ${labels.join(' › ')}: there is ${there}`);
  }, menu);
}

const propertiesSchema = v.object({
  label: v.optional(v.string()),
  type: v.optional(v.string()),
  enabled: v.optional(v.boolean()),
  visible: v.optional(v.boolean()),
  'toggle-type': v.optional(v.string()),
  'toggle-state': v.optional(v.number()),
  'children-display': v.optional(v.string()),
});
const layoutSchema = v.tuple([v.number(), propertiesSchema, v.array(v.unknown())]);

const toggleTypes: Readonly<Record<string, 'checkbox' | 'radio'>> = {
  checkmark: 'checkbox',
  radio: 'radio',
};

function typeOf(properties: v.InferOutput<typeof propertiesSchema>) {
  if (properties.type === 'separator') return 'separator';
  return properties['children-display'] === 'submenu' ? 'submenu' : undefined;
}
