import { gunzipSync } from 'node:zlib';

/** 64,000,000 zeros, packed by `xz -6 --check=crc32`, and that by gzip: xz packs zeros in a pattern of its own. */
export const XZ_ZEROS = gunzipSync(
  Buffer.from(
    'H4sIAAAAAAACA/trXhURxcDAmKl0z4yJQZFRjIGBoUT/6eL//wUZc2IZGPL//v+/ePt/dzsP0SLLxMAdkzSeLW5j//nuiVzTZf2jVjaM3hvrTnZ1+eov5r1Zv+xxj7Jg8INIiaOlXY/Kf2ybUs+TdeBeiWfKo5cxwZtYbnx34Vkdz5vr9vLp4bKO7dPC12zzfZgpm//bu0Mgx+l0h30MQ/8Fv/VqGlMK5W37VR4WzFuuHP9G43Trxakzuuq0Jn5SL/0ueYBthu+MvzfWX53Af0Q1+MfXiWaGrEs3vMs/WODrznNxouCqtQmyu85tVJeIiWx7mRYUse9l2ZrIJ0+jWTl+Hr+19s/vIO2Ss3LRCk4/7wbb/tBM4bRuOK2Vc3+r9Ycje/XiV/Hbeac5TRDm+y8w+UdhReQP7rP/p2q48a/8U3Pv9ywDvbAD/a2fmxsPpFLZ6j0e6s8i5v8XYNRmeFMcvPzvvnU1hlLzt/ca5o2cMCDN6kB++02jATYaYKMBNhpgowE2GmCjATYaYKMBNhpgowE2GmCjATYaYKMBNhpgowE2GmCjATYaYKMBNhpgowE2GmCjATYaYKMBNhpgowE2GmCjATYaYKMBhjvAJqxhYJg/iAOsq5C9mgEI8vjmLGFg3ObZsOCQXGXt8Vw7A95uJpAEY2QUAI9XrTvcJAAA',
    'base64',
  ),
);
export const XZ_ZEROS_BYTES = 64_000_000;

/** {@link PANIC} twenty times, packed by `zstd -19`. */
export const ZSTD_PANICS = Buffer.from(
  'KLUv/QRopQIAIkUREZB9AGwgyA5Sd8nqSi5xVrIKn4Lmu20d9uzxIeqHhITUlQbjZiCd3BnwQxQ7W33FpJ3W8rwCCtHOzW++8r/e64J60zYcAwD66oU/7pQaBEUPcnjUng==',
  'base64',
);

/** A crash as the runtime prints it. */
export const PANIC = 'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/build/app/main.go:12 +0x1d\nexit status 2\n';

/** A zstd frame with one damaged byte in a table: fzstd goes round in it for ever. */
export const ZSTD_ENDLESS = Buffer.from(
  'KLUv/QRY5QcA8sslH/Cn1QHOpcZfirbxI9pIikAVPxZLaUQS1TOB/vksUAarVrN7pU2a68X+7+6kUP2Dk7SJkMFGYUMYzrGID2ha4yFoWRg6khYLCOAIBLjGFIJrTDlGAeKac5Eh0FWDazA+5iHnKO8V1DBoji3XvOJVapkL5CWE1MVCR+KQ8D0mVRkGm5hLk1l9n4kXc+/V2vy/Vv9/oiNxCCUgMAMRURo7/ZMexl51A/SFnp5A1RBAbWoDenA4LJtOGNAAAqAC1cSJd8Mybrp/XdFmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZma0vTkJGg==',
  'base64',
);
