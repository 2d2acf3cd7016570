export { packageOf, unescapeName } from '../../src/text/go-name.ts';
export { isHiddenRuntime, normalName, stripTypeArguments } from '../../src/text/normal-name.ts';
