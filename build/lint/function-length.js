/**
 * Caps a function at N lines of its own: lines of the functions inside it count for those, so that a factory
 * (`createX` returning functions) is judged by what it does itself.
 */
export const functionLength = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'number' }],
    messages: { long: '{{lines}} own lines, {{max}} at most.' },
  },
  create(context) {
    const max = context.options[0] ?? 40;
    const open = [];
    const enter = () => open.push({ inner: 0 });
    const leave = (node) => {
      const whole = node.loc.end.line - node.loc.start.line + 1;
      const lines = whole - open.pop().inner;
      const parent = open.at(-1);
      if (parent) parent.inner += whole > 1 ? whole : 0;
      if (lines > max) context.report({ node, messageId: 'long', data: { lines, max } });
    };
    const kinds = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
    return Object.fromEntries(
      kinds.flatMap((kind) => [
        [kind, enter],
        [`${kind}:exit`, leave],
      ]),
    );
  },
};
