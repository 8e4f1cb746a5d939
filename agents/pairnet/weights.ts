/**
 * Weights of the network pairnet-16-32-32-drain; generated, do not edit. Made by
 *   sched-arena train soc-profiles-mixture-expert --out runs/pairnet-on-ready
 * at commit 4f2043483470cebe8e2eeebbeb834134963d0e9d, seed 1, in 687 s; weights of iteration 10,
 * chosen on 8 validation seeds (lowest validation score, the earlier iteration of equals).
 * On 40 test seeds, paired; gain relative to the baseline with its 95 % bootstrap interval:
 * - soc/profiles-1-queue-3-scale-25-v1, latencyMean: etf 104.8, trained 97.24, gain +7.20 % [+6.82,
 *   +7.58]
 * - soc/profiles-1-queue-3-scale-25-v1, latencyMean: linear 102.3, trained 97.24, gain +4.92 % [+4.56,
 *   +5.29]
 * - soc/profiles-1-queue-3-scale-25-v1, latencyMean: heft 117.1, trained 97.24, gain +16.98 % [+16.59,
 *   +17.37]
 * - soc/profiles-1-queue-3-scale-25-noise-0.3-v1, latencyMean: etf 107.3, trained 101.9, gain +5.04 %
 *   [+4.58, +5.49]
 * - soc/profiles-1-queue-3-scale-25-noise-0.3-v1, latencyMean: linear 105.7, trained 101.9, gain +3.63 %
 *   [+3.16, +4.09]
 * - soc/profiles-1-queue-3-scale-25-noise-0.3-v1, latencyMean: heft 120.4, trained 101.9, gain +15.37 %
 *   [+14.98, +15.77]
 * - soc/profiles-5-queue-3-scale-25-v1, latencyMean: etf 114.8, trained 106.9, gain +6.83 % [+6.51,
 *   +7.17]
 * - soc/profiles-5-queue-3-scale-25-v1, latencyMean: linear 113.8, trained 106.9, gain +5.99 % [+5.57,
 *   +6.41]
 * - soc/profiles-5-queue-3-scale-25-v1, latencyMean: heft 121.7, trained 106.9, gain +12.13 % [+11.67,
 *   +12.59]
 * - soc/profiles-5-queue-3-scale-25-noise-0.3-v1, latencyMean: etf 117.1, trained 111.7, gain +4.62 %
 *   [+4.11, +5.17]
 * - soc/profiles-5-queue-3-scale-25-noise-0.3-v1, latencyMean: linear 116.4, trained 111.7, gain +4.07 %
 *   [+3.56, +4.57]
 * - soc/profiles-5-queue-3-scale-25-noise-0.3-v1, latencyMean: heft 125.2, trained 111.7, gain +10.85 %
 *   [+10.33, +11.39]
 * - soc/profiles-10-queue-3-scale-25-v1, latencyMean: etf 110.6, trained 103.1, gain +6.75 % [+6.45,
 *   +7.03]
 * - soc/profiles-10-queue-3-scale-25-v1, latencyMean: linear 109.8, trained 103.1, gain +6.05 % [+5.72,
 *   +6.38]
 * - soc/profiles-10-queue-3-scale-25-v1, latencyMean: heft 118.8, trained 103.1, gain +13.16 % [+12.73,
 *   +13.60]
 * - soc/profiles-10-queue-3-scale-25-noise-0.3-v1, latencyMean: etf 113.0, trained 107.5, gain +4.82 %
 *   [+4.38, +5.25]
 * - soc/profiles-10-queue-3-scale-25-noise-0.3-v1, latencyMean: linear 112.0, trained 107.5, gain +3.99
 *   % [+3.46, +4.49]
 * - soc/profiles-10-queue-3-scale-25-noise-0.3-v1, latencyMean: heft 121.6, trained 107.5, gain +11.58 %
 *   [+10.98, +12.20]
 * - soc/profiles-5-queue-5-scale-25-v1, latencyMean: etf 150.1, trained 141.4, gain +5.82 % [+5.41,
 *   +6.22]
 * - soc/profiles-5-queue-5-scale-25-v1, latencyMean: linear 148.5, trained 141.4, gain +4.81 % [+4.33,
 *   +5.30]
 * - soc/profiles-5-queue-5-scale-25-v1, latencyMean: heft 167.6, trained 141.4, gain +15.61 % [+15.03,
 *   +16.19]
 * - soc/profiles-5-queue-5-scale-25-noise-0.3-v1, latencyMean: etf 153.2, trained 147.1, gain +3.99 %
 *   [+3.42, +4.59]
 * - soc/profiles-5-queue-5-scale-25-noise-0.3-v1, latencyMean: linear 152.0, trained 147.1, gain +3.22 %
 *   [+2.78, +3.63]
 * - soc/profiles-5-queue-5-scale-25-noise-0.3-v1, latencyMean: heft 170.4, trained 147.1, gain +13.69 %
 *   [+13.08, +14.30]
 * - soc/ds3-mix-scale-50-v1, latencyMean: etf 241.6, trained 215.5, gain +10.82 % [+9.03, +12.82]
 * - soc/ds3-mix-scale-50-v1, latencyMean: linear 239.1, trained 215.5, gain +9.87 % [+7.87, +12.15]
 * - soc/ds3-mix-scale-50-v1, latencyMean: heft 272.6, trained 215.5, gain +20.95 % [+17.71, +24.88]
 * - soc/ds3-mix-scale-200-v1, latencyMean: etf 156.3, trained 150.9, gain +3.48 % [+3.16, +3.83]
 * - soc/ds3-mix-scale-200-v1, latencyMean: linear 155.6, trained 150.9, gain +3.04 % [+2.76, +3.31]
 * - soc/ds3-mix-scale-200-v1, latencyMean: heft 159.4, trained 150.9, gain +5.36 % [+4.85, +5.89]
 * - soc/automotive-v1, deadlineMissRate: etf 0.2408, trained 0.1971, gain +18.17 % [+14.19, +22.32]
 * - soc/automotive-v1, deadlineMissRate: linear 0.2650, trained 0.1971, gain +25.63 % [+21.70, +29.72]
 * - soc/automotive-v1, deadlineMissRate: heft 0.7717, trained 0.1971, gain +74.46 % [+69.22, +79.54]
 */
export const TRAINED_WEIGHTS = Object.freeze({
  network: 'pairnet-16-32-32-drain',
  policy: {
    id: 'pairnet',
  },
  preset: 'soc-profiles-mixture-expert',
  planHash: '948ae808505a',
  algorithm: 'expert-iteration',
  command: 'sched-arena train soc-profiles-mixture-expert --out runs/pairnet-on-ready',
  seed: 1,
  commit: '4f2043483470cebe8e2eeebbeb834134963d0e9d',
  version: '0.1.0',
  backend: 'wasm',
  started: '2026-11-21T23:10:20.511Z',
  wallClockSeconds: 687,
  decisions: 360000,
  iteration: 10,
  validationScore: 0.9391172058519243,
  validationSeeds: {
    first: 1000000,
    count: 8,
  },
  testSeeds: {
    first: 2000000,
    count: 40,
  },
  test: [
    {
      scenario: 'soc/profiles-1-queue-3-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'etf',
      baselineMean: 104.784,
      ownMean: 97.2412,
      gainPercent: 7.19859,
      gainLower: 6.82283,
      gainUpper: 7.57967,
    },
    {
      scenario: 'soc/profiles-1-queue-3-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'linear',
      baselineMean: 102.271,
      ownMean: 97.2412,
      gainPercent: 4.91797,
      gainLower: 4.55907,
      gainUpper: 5.28811,
    },
    {
      scenario: 'soc/profiles-1-queue-3-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'heft',
      baselineMean: 117.127,
      ownMean: 97.2412,
      gainPercent: 16.978,
      gainLower: 16.5861,
      gainUpper: 17.3731,
    },
    {
      scenario: 'soc/profiles-1-queue-3-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'etf',
      baselineMean: 107.292,
      ownMean: 101.885,
      gainPercent: 5.0395,
      gainLower: 4.57863,
      gainUpper: 5.48906,
    },
    {
      scenario: 'soc/profiles-1-queue-3-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'linear',
      baselineMean: 105.718,
      ownMean: 101.885,
      gainPercent: 3.62503,
      gainLower: 3.1598,
      gainUpper: 4.09497,
    },
    {
      scenario: 'soc/profiles-1-queue-3-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'heft',
      baselineMean: 120.393,
      ownMean: 101.885,
      gainPercent: 15.3729,
      gainLower: 14.9759,
      gainUpper: 15.7718,
    },
    {
      scenario: 'soc/profiles-5-queue-3-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'etf',
      baselineMean: 114.789,
      ownMean: 106.946,
      gainPercent: 6.83214,
      gainLower: 6.5083,
      gainUpper: 7.16619,
    },
    {
      scenario: 'soc/profiles-5-queue-3-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'linear',
      baselineMean: 113.755,
      ownMean: 106.946,
      gainPercent: 5.98571,
      gainLower: 5.56955,
      gainUpper: 6.41252,
    },
    {
      scenario: 'soc/profiles-5-queue-3-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'heft',
      baselineMean: 121.716,
      ownMean: 106.946,
      gainPercent: 12.1348,
      gainLower: 11.6689,
      gainUpper: 12.5922,
    },
    {
      scenario: 'soc/profiles-5-queue-3-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'etf',
      baselineMean: 117.069,
      ownMean: 111.663,
      gainPercent: 4.61799,
      gainLower: 4.11128,
      gainUpper: 5.16962,
    },
    {
      scenario: 'soc/profiles-5-queue-3-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'linear',
      baselineMean: 116.395,
      ownMean: 111.663,
      gainPercent: 4.0655,
      gainLower: 3.55553,
      gainUpper: 4.57036,
    },
    {
      scenario: 'soc/profiles-5-queue-3-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'heft',
      baselineMean: 125.247,
      ownMean: 111.663,
      gainPercent: 10.8459,
      gainLower: 10.3317,
      gainUpper: 11.3916,
    },
    {
      scenario: 'soc/profiles-10-queue-3-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'etf',
      baselineMean: 110.615,
      ownMean: 103.146,
      gainPercent: 6.75248,
      gainLower: 6.45371,
      gainUpper: 7.03419,
    },
    {
      scenario: 'soc/profiles-10-queue-3-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'linear',
      baselineMean: 109.787,
      ownMean: 103.146,
      gainPercent: 6.04901,
      gainLower: 5.72206,
      gainUpper: 6.37748,
    },
    {
      scenario: 'soc/profiles-10-queue-3-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'heft',
      baselineMean: 118.776,
      ownMean: 103.146,
      gainPercent: 13.1589,
      gainLower: 12.7299,
      gainUpper: 13.5962,
    },
    {
      scenario: 'soc/profiles-10-queue-3-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'etf',
      baselineMean: 113.001,
      ownMean: 107.55,
      gainPercent: 4.82355,
      gainLower: 4.38341,
      gainUpper: 5.25316,
    },
    {
      scenario: 'soc/profiles-10-queue-3-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'linear',
      baselineMean: 112.02,
      ownMean: 107.55,
      gainPercent: 3.99033,
      gainLower: 3.46497,
      gainUpper: 4.49463,
    },
    {
      scenario: 'soc/profiles-10-queue-3-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'heft',
      baselineMean: 121.633,
      ownMean: 107.55,
      gainPercent: 11.5781,
      gainLower: 10.9775,
      gainUpper: 12.1952,
    },
    {
      scenario: 'soc/profiles-5-queue-5-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'etf',
      baselineMean: 150.136,
      ownMean: 141.403,
      gainPercent: 5.81678,
      gainLower: 5.40913,
      gainUpper: 6.22444,
    },
    {
      scenario: 'soc/profiles-5-queue-5-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'linear',
      baselineMean: 148.543,
      ownMean: 141.403,
      gainPercent: 4.80701,
      gainLower: 4.32731,
      gainUpper: 5.29671,
    },
    {
      scenario: 'soc/profiles-5-queue-5-scale-25-v1',
      metric: 'latencyMean',
      baseline: 'heft',
      baselineMean: 167.551,
      ownMean: 141.403,
      gainPercent: 15.6061,
      gainLower: 15.0317,
      gainUpper: 16.1873,
    },
    {
      scenario: 'soc/profiles-5-queue-5-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'etf',
      baselineMean: 153.202,
      ownMean: 147.084,
      gainPercent: 3.99309,
      gainLower: 3.42476,
      gainUpper: 4.5857,
    },
    {
      scenario: 'soc/profiles-5-queue-5-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'linear',
      baselineMean: 151.971,
      ownMean: 147.084,
      gainPercent: 3.21549,
      gainLower: 2.77804,
      gainUpper: 3.63142,
    },
    {
      scenario: 'soc/profiles-5-queue-5-scale-25-noise-0.3-v1',
      metric: 'latencyMean',
      baseline: 'heft',
      baselineMean: 170.421,
      ownMean: 147.084,
      gainPercent: 13.6939,
      gainLower: 13.0788,
      gainUpper: 14.2975,
    },
    {
      scenario: 'soc/ds3-mix-scale-50-v1',
      metric: 'latencyMean',
      baseline: 'etf',
      baselineMean: 241.638,
      ownMean: 215.504,
      gainPercent: 10.8153,
      gainLower: 9.0293,
      gainUpper: 12.8204,
    },
    {
      scenario: 'soc/ds3-mix-scale-50-v1',
      metric: 'latencyMean',
      baseline: 'linear',
      baselineMean: 239.115,
      ownMean: 215.504,
      gainPercent: 9.87423,
      gainLower: 7.86787,
      gainUpper: 12.1526,
    },
    {
      scenario: 'soc/ds3-mix-scale-50-v1',
      metric: 'latencyMean',
      baseline: 'heft',
      baselineMean: 272.625,
      ownMean: 215.504,
      gainPercent: 20.9522,
      gainLower: 17.7091,
      gainUpper: 24.8794,
    },
    {
      scenario: 'soc/ds3-mix-scale-200-v1',
      metric: 'latencyMean',
      baseline: 'etf',
      baselineMean: 156.315,
      ownMean: 150.87,
      gainPercent: 3.48272,
      gainLower: 3.15886,
      gainUpper: 3.83314,
    },
    {
      scenario: 'soc/ds3-mix-scale-200-v1',
      metric: 'latencyMean',
      baseline: 'linear',
      baselineMean: 155.597,
      ownMean: 150.87,
      gainPercent: 3.0375,
      gainLower: 2.76355,
      gainUpper: 3.31482,
    },
    {
      scenario: 'soc/ds3-mix-scale-200-v1',
      metric: 'latencyMean',
      baseline: 'heft',
      baselineMean: 159.416,
      ownMean: 150.87,
      gainPercent: 5.36021,
      gainLower: 4.85257,
      gainUpper: 5.88871,
    },
    {
      scenario: 'soc/automotive-v1',
      metric: 'deadlineMissRate',
      baseline: 'etf',
      baselineMean: 0.240833,
      ownMean: 0.197083,
      gainPercent: 18.1661,
      gainLower: 14.1869,
      gainUpper: 22.3183,
    },
    {
      scenario: 'soc/automotive-v1',
      metric: 'deadlineMissRate',
      baseline: 'linear',
      baselineMean: 0.265,
      ownMean: 0.197083,
      gainPercent: 25.6289,
      gainLower: 21.6981,
      gainUpper: 29.717,
    },
    {
      scenario: 'soc/automotive-v1',
      metric: 'deadlineMissRate',
      baseline: 'heft',
      baselineMean: 0.771667,
      ownMean: 0.197083,
      gainPercent: 74.46,
      gainLower: 69.2225,
      gainUpper: 79.5356,
    },
  ],
  weights:
    'VpejvROW8Twcvvu+IChbPw+Hl77GnpE+cxUCPUaZTD+FLE68l6NdvAZC9jw/9pO/gx23vqePs72zpxq/S6YRvocCLb9s4lo9UVoSPp+k7z5PU8i+NX6RPRl2Gr5Ne4I+KnxmPuavYL7DSPS+Ad6EPq37073FBGW/Y/G9vmJbCr6ClCi/eg0RPzWO1L0GcLi+wRILvyAt0T6z3yM+IxFuvVo34b4Qp6C+yax5Pqxdxj4pT+w9Mj6fPRIdcDwY22u/8n52vRdPTTz80+690CRDPtirPj9fitY9/VMAv5Gj/T1aCSY/80gzPX0XVb3vp7A9go4JPuFQ6L1h0WE+fDAwv3LZKz4g9tI9RJgNv/WxDz7Y4B6/qA5xvGj+1b7tsAC9t1rmPiGTdj7mCom+VsTfPn8mlT1evRc/EZZbPmtrnD5+svQ8l5Fivrx8PT6Khho/GfuLvqNfrj705BY8q7OSPsiy/r4gYxS/U+9qPqQ5lT7IKK+9KbNdPrYtnT0nykS+SvuetWSwK78x9A+8bmy3vWsLwb5Sz/Q+q5h3PgUsJ7+pAjY9dxcdvifm/r3l7pi+VZmavbPCsL4dPks/coIHPpsVnT6krs4+PHIZvcvz4r7Nn707/ml3Pms5ND8AIOk+NozoPlnPVT5MDja/Yxj5PZVFHL+Hc3m9jDL9PKA0ob5AtXK+TPiBvo/P8T69KAm+U7KDvnebR71ZqoC+DEtEv8bFmj0Erii+MTalvuyXYz09uwo+mFDYPpww9b6/8xq/9QqOPh8PXb7QxyO/AHALPsU4ET/0dSc+QJmUvWvbRb8XIZ2+o170vXoaRTyTDeo+iIu1vjRECb1Mawa/PrSkPNmXUT5YyyO/9VbUvp+L7b4TNh++xcwKvmitGL91T24+XJ4Tv7AhuD7RQ4++/8xKvjGppj5B4te+7824O3v3c76MVIQ9ZtJPv+cfwj4cmYg+aH6Avno3JDxcCuC+mgTBPnACtj2Omr4+0FwNP89qx74XNmC/wwHEvfJjab7Qe0O+cLcTvZ36c76nem2+5EZ5PtqFEL52z0S/u5AgPjeIa74cr+m+dQffvYZ1Ib+BZye9+DWYvn0cDT5XzbM+uUQSv6sdlT6wOyC+QWoGv8TqRL7c/vm9Eeg5v4ExFj6i1Zu9ShIIP8KFD7+qshM/U0KTPgPNsT15mBC/UhbNu3YkrL6U71g/CP7YPlU+Pj4SUQc+h10Kv6QtQT6IUhu9iArFvgoBnb6R93S+lFPovjRT5T2amq8+wSbhvT+j1L4mlx2/x1ZWPrdZ/L7b3xU+rg1uvVdgLT5H62S+OA43P0ZDyD0hcCU+D7esvXMLCjzbTa0+LOUnP2a5vbwEUJS+k7k0PhqCUL6/yxo/t41rPjBqQj5GjhK8oiVzvtSSej6U8oO+xLrgvuyG4T7NPZI+x5klvt84972JSzu+EjK+PuxJl72ilVa9cEj5PIxMKb2GE969Qf9SvTJux71zMZe9g6dWvWIFH72E5pG+Bou4vZpp1bvmScy7sgAfvVDu3r1zGSu+T2x6PqR9KL/7JAW/HYnluwLOMz6gWcm+qE6Svi9NLL+u7RO+oW/nvlC3rj68PMu9fr3Cvl5Tn74IP0g9zDCtvmjkMD6CcsC+b1eavt9FYT5+MzG/GVzFvXnT5j1wv2g/ClnKvXHUxD1MWew9JSGfvjr6sz5xv8y8jvYJv87xwr3v3dW+fdeZvJnWez5565s+j+2SvjC4s76IAKI9sBTfvgf0Dz6x/Js9/n86v7wvGb8wX9q8qxEbPlKMx75ITe+9/9PcPpkUAL5lyk29+pTvPYQKy70Hq7s7mezUvgJCDL6AE/K+WcXsvlkbEr+gVqC8+6w8PhL5Nz/wTe8+o1YaPg/VAr9rYBq/R2hVPXjbSb+9jhq9WF5HPsQaZb6ug8s9GVb2Povt7b5JKJ89jDKPvgRVnb5+FQq+rLL5PvzEeL4OD2a+HxQFvc6qsD4x1cu+6LPAvvCugL7li0S+Cu04PVsc1b4VFOI+atqWPrM//L4l5sC9ZKUSP4hApjwWyco7AtTdvlLVP77YGZy+1/5aPr3YKj839+U+BSIyv7XJ0ryjcRS+6DyJuq5rkT5f8l2+PexzPvUYgD4OaZS+IW8Dv67HsD5LjMC+X//IPpvSmj6OMMg+6eopv1UVKj5RNZw+zOnOPkjkoj44zVI9F4AbP1mWIz7YIwo/KykovU0iWDzdbLk+fMKbvZimiT5qoFQ9xoQDP6s79LsE7aa+NhPEPkV+/j2lHlc90m3OvVOsu75sATm/rNHwvhcMSb6Kzk8++t2oPs3Gjj5pL16+dRfUvbN1kL2nxVe+WYgDv41Anb41xG0/jzOzvcOYZD4kpHq+mK9APgGxHD7I7so8CcrWPqOTCL/0siQ+DMB0vqPyRj8sfyE+Bwanvvbrsj4fmeE+4ayHu8HtPz6o16U+sZ0KPut9lb7e6GQ9Ptz/Pidh3T4W23u++eTqPjOPHr8t6iu/8xeGvu2olL7dcka+3fqbveJCir3ocry+jZxjvkJjGD7XFf2+A2GPPs/m0L5afQm/cIYmvmpLaL5evTO/ddUav7cR8T4XywG/gyosPh6jq7yVZ+K9vV8jPo/oDL/S67i+yDfjPg12GL7oLJQ+h6cvvFTs277PjHi+HOkLvguybr6AIxO+8wYkvSSkhb9AQrk9JsZbvcqIoD5RWlC+9z0GP3m4JL6cXDm/hv1fvRMCaD7wpak+ac/SPWa9fL4YlK0+janZvYIcXj59Hwa+nNH0vHh5yz4Zvu0+OO1Yvtb7Rr6U5p2+pgpAvaFvEz+w4Sa/QTiIPo9xKb+MBii/R0UgPStsib0whS4/9su/PVLRg75/W6U+7kfePo5yKbzJAVw+XpINv3zj0T2C+C++m5FUPo2Arjw85pA6mmePvDF7M74hjEq9gzWcvRA9g73JdRK+7DR9vfAxrbw23Ng84pESvbwPBD1Sizi9BxDJPeAMB75FobM9ABcfP5gvlL5gKZ++HXzNvgRPFL6cM3++PjatvW4CRr79No49syi7PNphMb+hrqQ+oyi0uqotg73siRW+dyT+PYCPfj76c5k97HRYvk4Ppz5+Cgk/qJAZvslS+r6kbfK+XMuNvvGDxj6dbA4/AUu5vkuAE7/crPO8mU6dvuOUQb60xIk8iYB4PySUwz0q47e+ONuYvrOEoz5mZDg9+22ZPQCnYz7EkFM9Ft/NPga45b7DUca+v+yHvk096rxVcsw85UTFPkPFZj5v514/y/6vvjvK/z0RP9W9oFoDPSKfsL5mAmU/rtW8PH7far4X4A29iIJcvv/44z4rH5W9oqYOP663Gz+n2VC9T7KGPpq28j74Tco+otSGPl/PQD/u4pQ++nCrPMszh755GLg+8zPPvk0sub6qVNw+UGcDPh4VA75/eIG9yeeBvr+R7z37vLM+ogPMvqX0Fr7TN9i+6juAPhBcAj4GtjW/I1MaP8LX1T71Aiy+HmZMPnQBDT7io/I+lgWVvbyRKr4Hww6990ilvvlQLb4+NRC9L4ruPZNEv71dvug9hMf8PfyaZT+6+KK9Hvc5P91ukj2cvAK/WpD0vm9FlLqWZSi++eb4PigN8z5OKh8/bttcP6FDwj7k1Ae/mjY7PviKzr0tHX08SVWDPWa+3T0Vh6m+AQ+xvaT0HL4s1ry+ZIR5PRo0676b6y49xiXmPtxOKz6rBPI+DRgAPrVyMj/l6Zw+ueolvh2y7T7Eiiu+BxkXP/8EBb6UeRI/ji30vfx1Yr4orI2+J35JvzUfA72Ymt8+UTkxvvx55L6hlbe+Czp7vmOp8DrME90+cAaSvozZ5L04eHg9aabSvi4iwz724N++j2iOvRh52b6JNVQ+98saPSRhiz7ySs4+4oLxPcDi/r0F8P04LzGjvj1v476l7/i9yN3jvhR8Iz5zbNw++4f5PiMFPz71Bam87Gw6P02vAL1mdae+48vKPvHWRL7ztHO+W+9gPqVu+T4cZq4+cWGivDjhyb7xogE+9RHBvgOV8r3aqzs/OpbJvEoUAj6anvE+f+UCvrad4j5Px++++GfoPmIO5joa+bs8nxktvhJpFz+/12e+zrO2vtsj3L5LioQ+9Eu9PqR1i7056gI+JFxcvyJyDD+YS7u+ZwnXvl5GRb54xhQ9e6uxvOP8wr6Bc5K7aW9PvVNAT76eBqO+GDoBvhVT1b3URli+K6YcP+7XM76OCd++ahKiPfMm0j1RarO+4KxGvWTUJL+nJkY+jIPAPCpjJz8SVAa/IfGNPWt/pj7ZTeq+7uAyvufZLb5ayJE+DchQvpVT076Go8O+gHrAvviUAD7GDcK+EyMcPtYgLT9SIAG+4hTyvrn1Oj+Z7I49QjzvPRmPqL77vMY8QpSGPRCd5z2kRYS+o0ubvhIJ6D500wc/LqFyPif/eT31ITg+4gf2PkZfRL0zucQ87qxcvIJ7Xb1QqKC9wBRVvRurE778Pva9m81SvT7mz70RJta9ZMmjPDW35TzBPie70asuPLrk1722fJU+l0Yyvi7cUz6b43a9+NGkvqdjQj60QMK99GanvidkVT0iJAu+0BrAPjIbkD4qZry+eujxvTG/oL2h8Cs+xXC9vVdztT4eEoo+4qRIPYDiPL4TcPS+CanKPTvuXj5fZXy+md5rvlKrU70zQWa+PffVPu4iLb610am+VHQUvle5x73m5wA+q8Ejv4xLi74lhh4+kHCovpje9D1t3E4+UAE6PghTQD6rfzE9vEBDv++CjD43zWs+1g6hveeP9b0gKy2+jEtovPSYCT6s5N89BpYDPvvstr45eSw/hlrmPobdIj64LVY+Djr4PVi8qT412DC+soy1Pp3l7b04nuu+VKC1Pr17hT2ljYS+hRDHvOSBSj7Q8TQ9pDNAvvfWjj5rdJi+ARAVv/BJrb7jely9bjMqPhNe1T3YNRI/LvdXPi/c1b7uLga/ROlrP6iTBz8olbc+zrFrPtEEAb/RbDi90hYtv6Z9vj5wccq+knRavnepgb6QqyG9ZNN2PreRgjukujG+toSVvWl/2j0MlK2+hM0JPlQxmL4IsR+/DwFpvu1unL6vZsq899nNPoVRar1MMxo/xLRxPsvd970laLk9eaMBvoXocb50WWC+zjuCPh60P74YObw+G3QbPw/kH7+uouk9D426viBVq76oAaa9eSqdveevJL63Yia+LgRTvifkFL5gmgq+nd22vmA9yD2AYka/uO+wvt5FCr4nJa69ndxpvXKkzT17TK6+40HmvGvKWb4E77C9yqANvyzc/T1cGNI+B4EJP03ucT0CYxe+KwKLPkpuzL770Ke8uS/7PZNJTL1muf89EKIIP8r63r5kyEi+1n+qvn86wz04txI/TT8HPMSQ2z7tYpq972V6vhxdmj63Eda+DDiKvggfHr9Ip688ZrkRPmqCEb/joxQ+T/novtBMjb40RdK9DymnvnXr5b1ctoG+u859vRGq1r3aZs09L5dGPtvENr80jLg+dATwPnEl5z3smzI+AXSCvY+Crb4cZbC9leNPvNPsUT091No+qI9AvY0LdL6GY9k+CKHuPZsmrb51jL8905/WvkZLlL6mIyc/PrcDvt6JsL3zd207MiJZPiaowz7jFoI+wxQgPRNm6b7B1K++9zFLvho6Qz1ozUG/l/VgPWbc570JcoO91JWcvIZ8Aj+YFw8+ypGsvHEopz10TDa+E6T2PtLB5D75hLI+yLwIP5SbqT3BPQO+4Xucvad4Ir5P1h2+9TgWvtTMWj55NaQ+5WKAvsW3tj7ETDs+c2eKvihhHTq++x8/boYEPp1mHr7qirU+QGY0vht71z2pSSO+Uk8KP3VjAD+AeNw+lmYcviEYpz6KoLQ+F/lSPoP3Br7s0NY+reYlPLiGrT7wWlm9tqBMPeVsFr9Hu7S8ZHgQPoA0mz7cVhM/d8TvPh0X0T7PzH8+UbEYPs7/Cr1Kze67qsIHP3Y6DL9Bhp4+abVWvnOlnD4QxRU+VrVUvt7MED3PcrW+qwDyPlFErbwJIgU+XYpDPpZiFD9sogG+tF7uPuc8V7tBw4I90cKEvpVS7j5M3YK+vDOLvkGcBb4yWu4+J7l2vhOKFD+/Xdg8dbD+vl4Vr74q4i0+IZdqPhZrwj71H6U9ovpoPKKyrL0bimW+QhuAvpdESj0/Xbs+uEXCPu8tM77Nrg6+ugDdPhIZKz7T1wA9UuKUPnd6Sb91k9q9/t2HvNODE7/aUhI/5SxovvBG4b3KKoG+g1S6PisLdD6us4u88ix1vjbKtT4ppxC9B9zIvlp/gL6rt4A+pVjcvFp8yz5bBTS9jAEsvt805T20/Lk+jZvAPnCRyTwakQU8/1okuvOglz6SjYW+EeZ5vvomhr6Q2cO8KdByvh3TI79HMiM/+/SEvuROjDyC54w9re9CPlQJAL8h4Aa/N7gNvqQQEz7xlaW+po01PmQ+qr2398u+s4ICvX2pML8db+w+TNN/vl5HrLsoNqe9J0z+PWNyR78edes8tRKUvckNgD6V4/Y9Eq04vl5KVL2REbe+iszCPuKGrD1Eh3U9KSE8PAMm8T6jHwE9o8eUPcyLib044OO8SeDkvPWn2r0THo49oUZfPTAayb1gvPg9J7MUPbICBr7msQs8ht6mvd95njt8quo8InTUPuGLdb4QS1W+Y12VvpKAn70vzGC+bKJBvwwexr4tNDw/a3UdPpXscj4Xj4s+1Xo+vo3dOT4lZyO+NToSP7nTzz7wnik+rJv3vlIIgj6E//8+9TgtPe6pkD0OeDA/ul42v7UnnD7A19e+ks+BPuVb0T46Q6E+gPecvmgaxT5uCbQ+DMeNPpC+gb+l1RQ/xWklPS8HgL5MVHW+ghn/vvbWjz1lt5S+0nCHvk4Cg76NdgY/zYmevnZBBb55tIU8Gk3JPUcBgz5FZFS9HRWiPvLFWDtEwB0/qF22PrXk+z7tbDk+eFmGvlupTT8K7YI9JOCWvWzjHj+AnB++wYaIvrNVzT4pjA8/10x5Ph7Em763oyO/HxOGvlPmsj12ThI/xsiguwGM/b2c1Fe+K1anvQX3sb7Pdjy+VPqgPjcwCj9amjG+1eIVP7Dxrb6G+58+IBASv0QQyD6HP9S+oPHQPnEZgT5WuIM/AP/NvrcS071+Cl2+jcQqPtYSFr/mjm292l4qPmyoi73N0Zw9x10OvuswLT6h62e+3GUEP1sZtj44NLg+e49UP5aSGz7Ne4s+KB8XP+QjBL+yZAE/yvmKvsoGlT4WmAO+hq4Wviw2f77uoPY8JeljvahMVTyWXUI7k2H5vlRpVz6tqQE/XkbQvreqV7+Blg+/5TS3PRgjhr5VnbY+BxucPaSy5T4byQ6//LIAP03uwr7TFFC7S0nBPDpp1j71i+e++Y/Ivs6+WL5r3D2+swIIv9Wddr8ANaS+Y2u8vl0v972KT2k+lyH5PhJd+T6ixFe/DLCuPWdMLD5teME+bgtavhpP9D2aKqq+CVx5vtUNvL6f+Wy+3yjLPnqfNb7kmtG8wuiuPfY5Gr0ntVG+TUR/PvqUnD5hOi0+c3AevmH3WD6BktU8BucrPjOTWrz9vBA8yyFVPI5Y67zjF3i+BZRIPmxb0j6fEuq9xkoivmdHA77JTUE+Oli7vspxib7U5PC+i1AHvhEoIr7lqVU7INCgvBjOYb4iXaW9ZiWkPhzycr2yTDq9U5JzveF4ij5XIGS99ccBvqRoJr6q+Gw/C+sjP/R0Nj/deCs9PB36vJIpuj4r9IU94FYOv8KIFL7qn/c8m4OFvfNtm77VZIA+0q+sPc0IFTuopv48MQ5KvrtIYDxViJO9UbM0vs6RTz5NAkW+bxHbPapytr5txLq6qOQ4vSLb0z2XQQY/MACPvPPx9b423nc+nyo2vvCyO76niVi+XHNdvn/6Qb545Rw+0PYyvmXLzD5LSHc+h9WbPjQBSb1oMJe+jbqlvg5aqj4Yo3s9iS0XvbPKAb8FCcA+vCSZvZMlsLxdP68+xWWJPo1YWz401+g+Z/3IPaa+uT4dyNc9BWPxvqrKnb61a/A94XhJPOxP1z6rHLQ+2sAbPp3Njz7uK9Y8wuktP520q735FCA/z0UzP3O4uL6nd4W+nbwmP7eYAj/1O6M+D9XUvth94r592mO+LW39PWnp5755ONW+PYAMvjTmIL+s8uw+mGBUv6QRL79xolY+7+yCPpKLB78JKiO+BoyPvrSquT0PwkI+w6xTPuwC4j4/WRQ/bTKXPhlVJz4SETA+IfSPPiCjjD1JrwA/IYfZPYeSDT1vD5s71Nmcvjo8rD6S40Y+PqE2PvYjbD56cEE+Les/vjyWcD47Q8Y95UGJvuPBXD6MTTC+uzCrO5hBZj30qzE+ZENRPrnW+z3yERk+noGSPt1nQT1yW4O8be0EPlImWz72ww6963eUvh1ZHTw3SxY+jZZ6PcKUvr7vyLu9h25XvTm5Kj+XUJM9rSb0PekuQj1JxNM+/cyjvnRXMT3o64A+jIF0PZQYlL68Tje+6PsMPk9yPr63zaq+BqenPJRmkL1ZkfS9daT7PNVjkz4uveA+xS/hPTldI79eAAU/Tgy0PG4bkr1Z2bM+1BOWPH10476qC4A9ygfzvRuM+76mEB2+tstsPsLPMb79jM8+xrwePQZApL46DD2+16zXvSsBQD4CcpI+WGWHPp+ypb0nZxq+/y6dPiMO272qgMs+SDpfvJLlbL7jtRG7kvOJvHWgP70M5K29MrcMvzSZXT5danM+QHHgPuD5F77TPlE+M+v8vj9/l7v47z09vJsKv4JEUD7XULa+aT8KvvippL4nOn6+BYRYvkIIHD7JmBO+ecBVPfNvnD2f4ZQ+YKXLO5B1nr1VhUU+Jh55Phhgl73XIIO+U3+cPpXNsb4cc7c+YCySvlYtBb7QopY+QLwKvwvsIb7/5eK+Ci0GvnXanbxKvf8+VrrzviisED9hmsk+2rjrPHJ/gj4gWg6+5p7YPBRc1j2MELO9BW8PvRKJAT7QOpI+JLjuvhQaTr3BCCe/fH7MvkFK377w2QI90tDXPcmH5b7R8AM9VrKFvpWi+r0XQsy+vcxNvj6qTL6idaK9jhzsvZY3ZT6RDJC9RUOKu4bakj5ivlw+fyD2vGdm2j6mhDA9OsOYPBanYj60ysE64OnKvsitprzYjkQ+IOUDPhHPmz6aLAu+rbKzPV7mPj5PlPS+DjmAvfU1yDw4XF89rKaCvjQ82j5yvp0+5zHNvXLd+DxRLhg/L2q9vQiSrz7Vq/E92plYPuXZ171biZO+at6evsMqLj7iTZo+VjVgvpzIKr5iuny8j+wMPmEKYj4NjSm+ZJO4vW7Shj5BVgm+mq6avVIiEL7w69w+GZsUvp3H2DzoOiQ9wqBCPBBTi7ogasA9cnRDPrCsXr4kOV6+RXODvU7u6DvR2w2+6xfRvoYf/76EbvC9Ks55PRsfkb7NERa+wJwePSZnJb5s1No9eTrTvmuy7z3/PU6+c/twvmkIo7yymBk+2zpbPoOD5b0ZKKk9FDuMvmE1wr5jR06+7P9Kvqcu/zyqhy6+IkDcPQwy1L1OVZ8+9NblPZEFN77Al8+9EoM0vvD1yz248Fa9QiYOviHouj0jRya9dND1Ok3vh7wAP2I+H4gvvD4u0z6+WZs+MOLAPmDNgz6BY7O9eT8GP6mVL77WWca8ao3BvVkRuj2GCxc9tE0dvljfAr9Ybpe+TNCnvZjNujzMQos6M51nvhMNw7668b++UnZIPMdFiT44Bak+Vm9EPtv1kDwWVtc+BIA9vqVzkrzugNy97GAlvnJI1T3vPcm97Gmzvaw4NbrvQOc88kp7vie3y778w6s+OAHKvXD1qr418889FlmfPQlNF75+0gW+JYqjPj8Ztr7KLiu+BzXPvbQsgz2DvYK+nCbIOg5f+rsuXZY+P4UFvk8QzL1h3so9FTGGPVcPqr0QMiq+CZwFvwf4Lr7FmQ0/TuH5PSha9jvTJiG+h0IFPN08UDuCZJU9fJhlPhT+1b39dhQ+c+HivkFCWb5/G8u+WbsNvtlyuL68qra+YHqavn4pA700KTc90Wq7PqpjOb5KcMK+9Uejvhapjb6ZtJM9apOEvsUDe707QB6+BhKDPkjp8r1hIIM+nqhePtn/Ij+IxGA+m3KqPjePDL0Bm4Q8+6kdPs8foj2VNCw/NlKjvvs3uLyVqeO9SQyOvhnOpb5/She/+nj7PAjCuL6d6zO+6wePPZ475b5NQsM+hGW8vrKA2j5LIo4+sNOiPpL4nL7qmFu+gDkDv28Tqb3a8Nm9w/VYvpz4ir2bnx6+B6wovpDfYr+rUKa7rdqTPiY6Gb5e4QY/ROw2P/w1Zz6hsF0+3uJ7PtTVVr7XqYE+husUvUrP7b5pmFM+PIsgvXZDP70V76O+pAHdvVL8Gz/hS4C+5MV5PbdDeLxhf+S+MWn8PvbvgL1LrZE+uk5tPh18Cr5YJfi8QXSRPk3kUT76QZ89Yy6CPqogHz6VHYK+9MNsPuS5Lj/+HZ4+54ClPvB1Ub/beAs9TfDZvsPBhz61aqa+iX22vRMTF78abEG/xA+hvsgcKL9M01W/r1+hPpcYETxUodQ+ycOoPn1jlD7usqm9yRQAP1j0474gUrW+6Eunvrc9iL57Vp4984zfvorsY76TkIk+9IsmPrM3Yz58g6K+1g4WPul+Ir3u9rU+C3BlPu7Eoz2S/8k+yw/yvpKyzb3nedM+ie0jvgxbNj7VMsK+dhF2vn5nkb4oQ2A+BKtIPmwGaT4nq+Y+AxWgPomzTb6jmRE/AG+6vvQhAb9Tpd+9wiKVvtwZN77X++a9ByDjvdmmo7670Zi+8nyHPnkh9rz6VUM/j7DMugvJLz+kByu/IT0rvhEYgr03MoW+CxafvkytI79qZRc9oH3Ou+F7mr6knxy+rcZOv8CkYj79RBC+fXVvPmKMJT+iPCM+prbGvsqDM72g9le+3DVovqs5Vz7c05++/oMLv/SKAL8Te6i+L6JKvSFXE78aHwA/aWl7PlxPiz31/uY9ND6evvf2Ez61hOI+lkJWvvnkpLy9Qa896mG/PocWOT6mL4M+QAtQvr1oCb5c0SW+fSGjvqSHTb3T4iQ+PjlrPs50uD2gGZk7gTkbPhNNxr1Pv0q96RvQvX8Zlr3u8Va9Gkwzvr/Ksr24vTu++d3ovZwUAT4R9sk+eqhNvqUW1j46dnm9xGxDPpmQuD0xiaw9M3oMvsj9Oz7Ar6M+oCLLPVW8Gz6d6lg+hGiwPaTZdL63W7Q7AshGvRCg574YEu29vCiDPVLCGj7lMHa+SWcOvi8rOLzupJk8iLBHviCchL4A5KU+ZytqPpuJ3Tsyft29+ypUvcRRaLtFJy8+iz1nvZhVgT0ZbQ2+w6udveceZD4lhc4+Evmxvo+Qsj3bz7K9m5o3vjEov72PfiC+mtC4PfcLl7xvVYM+/UYUPlB5nj4VNyO8WSRTvEPOiT2gPoA+m1f1vQbtj73bNHG8FbImPvv0r7ydb/C9NwGKPag3OT7UjoW8GJsCvWHkir0wdNK86O4DPlr5+D1jkQK+xVPvPbe6gz7ONfE9WE0qviBtqr7q5i49aLyxPYStzbxKyX0+oBGuvctA1T3uKqi9ukPEPTii8L2K2su9dRlVvdXLqT0d+nA+++pCvsP1a751lIA+FimFvvAzlj2T56C94eLdPt1V+L0rPoQ9ScCYPgq94rzoH9U9DwD+PXFZ7Twydxw+Nba+Pk7pMLzl+Ly9FPw3PvwuoL6HA7i9tE2JPl0oKb5W9II9GVS3PEqz+73gCq28Bx/CvbvdUr71K8S9LoL4PZVIRr5DmxU+d0KpPozHzr1Yy6U+wCb3PvzBPT56ZQa+XKgHPh7y7z0md4O+yMetvTTizz2JQ4I+3i3dPF/zCT5ysDM+uXqKvs2JUDxKxh6+BxIFvmRTKr3dv6q9ng17PnxBCT45Ako+g59NPREjaD0Xc3c+3nHevTHvAD0C92c+zhlvPQoSLz7YsoY920nAvc7Dkj2N132+QuzvvTnMVL0E51E+R3hKPYHShz6N1aC+0rVcvtOIZb6MqF0+DjrTvs6ewL7ZVZA9IbaBPJytCj9WIVI+xuIXPqvok72V/pS+U+grvtspy74+IqS9pq+vvCa0CT1fZQU9AawGve48v74EZe6+o+ZdvmENnD7z1de+luF0PgqB2j70jVg+Ds63vUdCrT3WMc0+eUETP3OhL76HAKO+Kw71PXr6jD46Rik9HDwTv8izxz48+pA+PNAWP4uTFD6sjfM+5d4CPiWp2b6WVCq+pK7uvsidQL7JjfC9Aq6Ovm0Vvz4Zzli+8HbcvtEcT75+KTk9mrMUvatfZL5m3Js+AFr9Plz/Cj5eIty+liJWvTUwnb6PVA4/syNmvE10tj6V6jc9/gbrvWxX2r6iC0u+HZDMPrAL5z4CvAU/9/nyvqdP6D4OSAk9j4AHvxoSD7/fHgu/dU//vrmiNb7oZ4e+BstQPllKr77ihga/hlegvrHE/70lFxg+TppQvrkwaj+TMto+9MuVPhHIDr8cYMc+rzFTPZwLoz0JhwS9mkdJPiaCVL5Lzze/yk4VPpKe7z6zKCM9u7VBvoCTZT0o4QS/wRgUvp7UDb5jvm4+vWxnvLswCj5ubyW+L6vGPUCQp723+fI7FDu/vaTduzwpkxa+/+2YPT0++72dU0m9UdC6vdGwjj0x31a+R6yCPoky0b53RQK/ue3ePhHqvL7aE4g+RVYiPBjy5r7wxku+rMDYvtrI1j7jT3w9P7f7PhJIcj4ukZQ+XK6uvsTTrb7+kWK8AptavjFJ3T3UDMY9dyPvPZDwkT6KW7A+XKsfvwYvib4jQQK7g9gqvyFGG7+7wQQ/MFkCP1lE8j4JsmW+O0ecPd3SOj2oC7s8ve0sPsIW8z2LWTI+jgyfPcKA/L010129vN9CPg9hJD7O8Zq+f3lePlXV4L22ERg+tEztvBsfBT0gQnm91bzGPuFIBjwvjwW+DTCyvb3RSj0MKX8+ZflHvrJXpL4YoDg+X/AlPRLYAT0eqAO8Mp6bvB+VzzxIPik9HFdkvUaG9z3WEjW+yn5xPvUrgb1VYY2+bCDEvTSIDT7Qk/e8WhzmvI5TW7zHy/A9YIgcPuoHG77TOc+9ah2/O4haAL4T5Qa+zadgvgrmnjoaZkW9wRUMvbInUr4PGkw+d0Puu65JHz1jJAU+tzD4ve26az6bcnI9lCSNvk4pp76Ltpk+WVpTvFz+M71/4z89GioePh/XCT7X4QS+LrzVPQGjcL61FCY+RnhzPUMZjD6dqBe9XP6LPmvYQL2qeaU8hOHEPYmPFz6UFEO94kdYPRjwW76ZM0C9+NQ6vLieJ7zL5tm9ouf4PRlUZj7xI0E+azPyvKaCvL2tMgi9tutEvhGz6r0YSo29oi+TvdsA/rxY/Cc+GBm2vFD6eL2gx3k+ww4VPtGcMj6ctRu+d4Atvt9RdL04YPQ95nqCvZtZKz2stT0+qpXsvBiw8Dzy9oC+MbCuPTU9xr5ERV89OmjtPVDcqr0LmRG+9Pj4PfaKuDzUCR0+EfuaPW/7DLxiZ3I+npXNPRXeoj64gUe+RumavtXlAb50ikE9TkV3vixwt7565yU+96bpPiFsHj4O/WG+/qwYPn1zU7zKJOW84Bh8PUUPmL5XTDE+smNjvc+ouD5PJmg+hCfvvXz+kr7zAWW+QvInPrViHj/9eMs6qZR5PQOGrT4Tap+9Um9pPQbKLLxN2UG+JtIzvh3pGj6Qeuc+ApeTPs+dib64X+w67+wwvXccSrw1n8S85iitPrhnVr6870q8iYkGvot9eD06t4y8jE89PhPkIb0/9MM+ksdtvoTtuT2r9hW+CFgnvPcRLr3H5ka+07xqvr0b3zxfSP49kc3WPUPTa77L4jA91xwvviDIQz5AMOY9JX5DPnAG8D31BrA+HR8TvvuzwD1mpe495QwQPsQmkTv0aBe+HflhPqlOcjzQI1a+vXXaOk6xBb/d8+k+JmAEvnM/7Dzyzos8KmUIvsUngz5Grxw+A0blO61qNj6zfym+eXOTvndOwT0gchS+PucTvpm+LT5/E869Qp3LPQk5AL0rads96vjhPUtPhD6CerC8gu97vSIIbj4+bBi+/ZUxPGSxbz4/WUY+RjAsPsbydT2t82Q9Uiz9PLcf1T6/zFS93RetvQNcOj6xsiy+29PgPJaPjD5fJgY+NiGHPoNHPz0LRAC+ZXNCuzg6YT4efje+3KmKPlyQx70NFuC8q4C3PirJz7636tm++2bHvhKwyr0hhh6++/Ygvx0Eij56iUA+tkZSPcNxgD6LQqg9vJRjPRQTur6RA2w+q1PqvslWBz6Gyda9pF1RvCZ6vb3toUU+qZaVvX+6rr5VzpG9UYfjPNy18b7YiqA+LLwGPwWsOj6DYsS+kApFvkBqHD6qPuY8/yemPb4LUj287+Y9SiD+PQA5ojxaa4+9TZIxvrcgGL4Jiem9ibiJvgVUNL7NdK4+RYLwPXvqOj4Q0Gy9WB+FPmQxbD1+SnE9NO/GvTcjn7wBRgI+8OWLPrSsQL5iRIE9YUmRPMuC8L3/x6G+bgkDvhVvvj239Iq9skKwPiPiiT7lTmO9TvpVPsQMkbkpdce94rYqvk7RIzvMlpO8VNWWvW/MJT79+P09Rqhjvj49sDw8ZRE+5AaMPTgeFD7Akw++sEulvj7H5D1hnUg9iPeGvu5GnD5nMvA8eRgNvskC8z2vGce9shSDPH/l7LyEaVW8hlIMvLB1CD5AsxQ+Hb3LvESOkLyA6tu9wA1MPTyFD76aBAm+NeBlPL2E1DqtDSi9cIRaPkhfsD407US9m3yCPcleJb7kqfU9koy+vUUcOD4Bq1y8FUGTPrMSDD6K6Mi9PeaKPUKTt77obz6+XiTXPYmI1zwpPMO+vdkzvtz8ZL41WCY+euWqvUb0lzuVAaC+tZAbPJ92ej7wFko+elNQvtFghT7AFHc+9cievk/LOrooIp2+WMsHvvSLGL4jkmG9p0OGPvp6ZT0HqEu+Xt+NvBpARD0NwlA+id/CvJvrYL5Mjb09yeiYPjVsnrwjome+x2spPs2wl75buGO+Qa35vaQAvz59Ehu+CL3zPgPM4L3+krY+jECYPg6OuT6nOg48CaC1PXVEJj5Q5G6+3Sk4vvxlgb1Xspi8sHARvlROhr0elMU+AeFcPjgahT6r1i2+x4MKvjeNFL2UTLI94r0yvvt/MT5TX8o95xsQPsUMqr3QZ6g+TQcQPsJ84L6WoJW+3KCMPpybdD1O8YI9eVkbvscmFLzIIEy+NcW7PUEDwD1KswM+ynn2vXzzZb7r/8m8jQwovshyHz7gsrq9HokkPMQ+6zwtR5i9JWJ7PnwdED4nipC+wWKyvbT6ir4zCA++aeJXvCXYzbt1fCG+dgsTvAySnD54eQ++RuJIPXMq572VgZG9w/3zPTlFAL7rpfW9sE3LvQ6TP72SC209mEeUvQGZvbwIHpe9WfC3Pdy0Gb4wQ7M9LHngPn8Bhj0m8Nk9GogGPm3xNz05qA89fXKWvoqseT5qAgk+IH1sPUHfz72UgzA+SASPPR5yWr11u447IfJEvDmtv7yAW3E+Ed6XPdg5XL7gaSC5GDqrPPi8w73PuCW9StgUPjwYBL59e4M+/ZvwvSmlVz1fweq8xHV1vuDboj0S33e+umwbvuQyJz6KeNG94eKkvTq3DD7LlyY+U51Lvn6Kbz6bAvS9XDLlPEArIz1oUxQ+ZHvMPSQrLD7qum48y7XEPNgPRL4pYTm+Hao6vT6/Zr2jHo0+LakAPZpvcr54YGc+Z56tPSmgFD7e39S94wf7OwfJdj2eLW4+HPcFPtHNs7469pU+OXmCu13w9T1QVrW+6WXVPKoNDL6fqGm+0ivsve5gAbz/jQK+Eq6APgZzFr7r8Ag+unCUvoi7Sr6gWbo9+wMAPjtrCT66hdQ8U6NuPklq+rt/w+M+1x6+Pehcrz39SZo+4FwBPa3gAr4VnaI9oaNePEt9Fz7Un2Y+98YdvnwtsT4y04u+BLRYPkpdL75cYHS9oyvovhl1Z70thlW+NfOiuWN0ob1tM6u+/gXAvLtx4j0N1oi+Jr2gvnY+uj7r19k+Igg6vWF5Er5I2xQ+bEahPfL1Or7Ww2e9WYwqvhXzT72HQGo+onynPru2eLwaVmi/CY7FvtnNF79bps8+h/gkv3u0MD+wCM0+Y3nBPrh8Yj19g2g/iCX0PfqzRD+ctDO/PgGYPqTvnz7OG6U+R5bOvsbtjz4/hBM/SIZev7yAIr8jCbW97CbpPPrtmb1JzTe+jb4iPpWfVL7SiJu8Xt+jvuYk0L3p2bs8BBUtvoxrtj5lRY49vsR/PrbCvb0vcko9VPqoviGgjLyMvDq+2G9gviAsJb2gBG++tDpfPlIpEb7e10k+DqdPvu13BL4TXj2+dFnAPN4iNrww7hg+y5DAPgQiyL3lW0i+pQUcPt7qaL5CNwg+sQsWPajZLL5TKGm+DuOdPjVcLr7ZuX++wdKEvILn4z0wTqu9qrMPPpXYEr7p/08+4NgjPVeuNj42TBK+QkT7Pd9jRj5ioJg+8gNLvS/MrT1W1Uq+MHlHPur6B73GD9Q+1Yi0ukPQgL1AV5A9bdKRvnoLjD1PbnQ+kEsOvuWtiryCwmO9nPIbPP3YxD1plL48j5n5Ouyb771oRAK+c5/KPQ5ItD7LzwS+PRDfvSAqc70q/389UgmBvcVfwL6Y0PE9S3hevjVLvj3YRYu+lBQfu3+v9D0o3iq+O5JkPOYhRj1cCg4+DAWPPhn6uz6Uwsc991SDvmtl9D3cVaY+CWMovj3loD39p8Y990CBvRY8/z07Swm8cvt+vk7Ddr4dkOg97kUgPo3SKD2yC2k9iWg4Ptm3Bj6q5b0+W7ezvFYaLj44Vio9SErpPBdb777xbz2+hzCavdCsJ75mSuk9JZWCPRe9C7y/RsS9eu02vYecmb7cnXi+frZBPg8wz73p38Y9DPzQPB4FtD1PVr49s3MJviCxAr1QyKE8eIHCPaQ/prtevgO+1q6kPY+tXT12ITA+hLI1Ph5iFr10ysG8NCQ9PqMLsTw6yJq+PPz6PWYuFT505zA+sZLQvdJz+j5xw/c9dgw+vuFycTlrcOm9F6r3PBTyvL0MGH28WSxmPajuk711dUK99ZLlPRjMe701txe+bJm7PcoS571Ah1O+NCqVvRovFb4G2+g+eTvaPe/uAT00B6U9W6bUvWQvwj0dbDW+eIyzvUfUrj2d0UU+SDZwuhKv8z2w6E8+vdqrPSy0ib7X6oE9T/zsvUBhk747JUC+ccplPtyeLj7IsoO9WAzCvdDVrz3ohOS9PiefvnMbyT3YCSW+tlK+Pddd4j0eBkC+3oWSPVkgAD4Zpz8+pSoOPlVnED11WaC95mYOPqCOqb20Bl68hG5SvXGGI76UFQO+G4sQPki8871thFq+oth7PUcnX70NRk6+c6NBvgi5HL4EB3I8CAibvahCCb6nTju+vD7MvudACz5s3VA+yHpWPZnYk70gkGa+88+kvom4rr1yjxy+1jfdvIyWLT6UQDy+2SlKvYukBT2h9B49mlp+PvdAib2Yfiu9GAayvCrreb0CAkw+J/EaO9WLy7y66l+9qehrvpCtxjzGvAW8ZGk8vggD6z0h5Q6+Ab3uPQAhMD6eX0W+ZkoRPmpCej5OxBY+pzdlvkTCtD3Jp5Y9EJElPkseij1f71g94GOlPkWS7z26Zk+84EWLPbKNEj799SQ+KLdqPubM5z2gigS+IrUBvmbimD1WFty9CIvDPAYybD3+cWU9qQ+YvVDp7j3QA0c9X69YO/qOez6dZZk9NbaKPl/ewL6jNRQ8f0ukPSAYHD5UO4i+dHJBvj/5NLwEjzo+x1QKPj9Gqb3gZQU9aiy4PdE9aD2J1pc9Q5VhvlJbEL2UP329ATg5PmiYVT4cXQo+f9novSuzx75FmgY+M3JEPpYAuLztPQE+wPMZPu+sBT0U22e+yCWiPRCgrT5lKqu9Ql71PcThGT5iFu49VeC0Phdp4r1yKFw+nYRZvM1b2T2R1Li9W6pfvueQJr5Ktbs+PkZaPpGXmz7Kbno9Dp1vPs3u9b6y05K98ktjvSDzxj2NXJa++1ojPVme/r3jMvO97Ho0O44emz6j+2w+1XyTPchyqrw3nw4+mNqePrn1rL5dK/A9CSP3PXcYzr3aYGA+4GCJPAI0RD6wBaS+covMvfzFpL6GVOe9Rkg3vYALFrw5VsM+ALnzPR7PSz6OEwc5UDQ/vT94jL0dDIC+H8SYvqyEXj7/ljw8Kt5YvuRk7z2MLoI+zF5fO1asgb4vWUQ9/egFPiA+dr55JIS+7NsIvVZXajx3Xr89dfRovlRjKj65LAC9KAHJvT7FcL6uhak9RxTgvS8uXr3cxyy95wNqvuSyHbyVnl69dPQwPYCC1rzSaYQ+xohoPn9D7j2Ykks8vJKDPl1W1T0il5g9uvQMPj8JHby+Nri+xOFRvu771j3PC/U9kx5HvFDlFj5fHNo8jF0iPiZeHL46K7Q8GxGvvHj0TzyEjVM+Oj1ZvivAWL7r0lm9x+5MvelTIzsMAju9jJCpvdeiPL3HZZu+AXPuPX/WRT3S8VS8k3mMPPeYtr6cqBY+xtlQPcrucj6X9g8+z2wJvyMElr5LlZq91TMDPCuDd71dhx6+KLyzPeXiLD3f5AC8G93NPPqb7T2a0/Q9A08Ivrlpjb6ayjS+5eAdPpDenb39Uja+asWaPYE2nj5Wu+K9PpquPZNdzj6mJ/k8fd62vRfRrj10QGS+kp3qvZ2dUz7DoIU+zaPCPc0KzD1S03q9d3i3vDitIz0WuIc97vbEvK8Bob5dW4w+H7ySvnaOHT4NuHQ+J7IbvT9Vl74XUbM+1XiLPpz03r0704S91YyNPULWbzy/Fka+pQyfO+BKAT+imU0+MT/PPqPwKz5Y0Is+KudzvfVmML16GvG9Z06xPrj1mT6uwvA75tRavqqxmz4wycW+nvpdvoyKxT0anQM/LNLnvaZaQL4mKnc8tCnlvZI7drxDbLy961e+vllYAT7enF6+NmKxO1z/Iz674h6+jdYCPtIozLzGBTu+/m9ivuHPi77x6FY+cXo6PumRCT2R54U+2OwIvazSj70Kxyo+TZcRPtmlfL5Gp3Q+ufT4vWNjsL6IDIu+iAOCvcstej4qs9W9diLbPaS1OL40miw+S4IyPNfabj7rJeq8bMlevWj8oz4Iq6e9QM9/PZ+1Ar5UvVG+RVhFPvZmZj7e75Q8g88kvdsl/z0I3BW+FO58vQOvFL6ZW489bFpYPTOJSD7jmxe+7FOJPctlib5cOek9+n7xvbuPZz0v/os+9L8CPcof/b2MudC9n12bvEDCkT2vRRC+U6lgvsilmjsSvKS9wEADPb93J76lG4G+o+LgvfeNmD7J7Ie+7x6Gvh0eZbz7vO+9bPAjPmUuhj58cMU9QrfpPkeRRD4Gj2Y8iJBYPRWQKT1387w9M4iXPrzHnr2FNOO92gCivof71jyqoSY++rYFvfoUfTxFgWA+pydHvQyeUb1LQww+Qw34PdJmHD11k2++ki7zvulebb5weuG9IZtTPgu7P74flWc+/dA9vvmRoT2ZCey9tvwwu5IUkr79WGA9ImVpvfyWPj12A/i9AsAyvqoPSL2PoII+Fx+FPYPmWz18mzW+WAsBPqCCfz4LuHM+2FY5vv5tkT0vDoS+eDVQva7t2L5pNgQ++T3uvdYZN77N+hw+a/AJPhqVkT2fnYW+vUMpPjRmiD73JS49vU4BPpUIoL6nMHi9bJ0tvc3YWD6X7ie9H4xuvS60Sb5fvlm+rUunPbo5aL2GqAO9OINSvnPJPL5pH4c9pw6Tvf3+Az7KWTM+0Em0PQMQkb2mXAo+VF6jvdK0Aj59x4K9FO3LvRHJ1z1qoJq+TDU+vm2wKT797m0+mtsUvjTTRr0uVo2+eGmEvR/Zwr3tegc+7SctPr23Kjxot5Y9VLLrPfsnCL752jS+pHTpPTnQTL0L8Bk+69r3PdWoyD19+06939tTPvKqlL6UcmS9SlRFvpI+HL15DAA7BsqNPoIFzD1p/Ce+jUF3PJt9UzvEzOy85SYnPrqOAb2nVVM9DbSrvRQwCz6iVqy8C8/yPerXMT16fNI9RVpFvYQVrr7H06K8605Hvhqohj4Bm0g+H+zePUNq1by0DkM+TKiPPcPY8z2oZY29FCblPMkMJb2oK/Q8x+Y2Pq6WhD0UDjq+L+JzvWZYJj5JpYy9XXZ6vR97O77iYoK+ohBOvfjhrz4uV/e9pWByPj/ztj2CWJ+8bLMtvlkDvD6kSh28ZKQUPblqmD0YyXE93JBRvj9seL2X0DE+XQLYveJzHD7q+PQ8wiNFPhgoOr4pnrQ+7uPfPjs3Ej140+u8ATJJvn9LcD6zvyA9GQ8hvkcLHj7HJjQ+ZnbIvSZnVz08QxQ+N64pPmP0hDlWwec9PrQfvk11hT6ybCC96jaxPQiB3T0oUpq9tmqoPYzQOD7ydJM+O71Pvuu6VD2l33o8H8c2Pl3H5L1FH7G6cFK3PqN+JD6bhHU9fnEsvjKhSDrOoKi87db4PAdIOr7vVZ+7JLavve6Xizx+Uw2+pS0xvqBrqL7H/ug9mSnUvbfkhL1jYLu90eZFPrrkr7xFPrK9/uOFvgP9AzpBRDM9onQxvvCuvD3j+zy9DLgMPiWls7xPvRu9xzftvZSWBD2J1Bq+AwyyvTvbkb313Ci96K0IPvtJhLz/lxG+u5fgvhCnRj44iGs9IzAtPj1G2rzaMY++w8QEunOCwD1cSoI8p9Z6PjhUpz06ijG+DNibvb6Cir0/0I47NS33PX7QIj7E+Ns+FX8GvnvY6L3kkpI+7hoEvkJgO74+GeO8I4WtPURKLrwhOzy+ZvZpvQt1qL74pp6+3rxJPV85g746wz69NnGHPcWNyz2blEs9FvxlvXaxV74PtFi9Z6JvvWfmNj54uaq9ZFtZPDufPrtgamC8GjgkPSZLdD38BUa+2Jfxve+Hsb3Qik07QITrvUFWLL06kqq9mVK5vRfHwb6/jDC+VpkQvjXcWj3/Smq9M1HfPZWjjT2ImBg+V6Yru08CHT7z0Ks9RH8LPANQN75dcfG9HUPQPQxfgj6DZ5A8gqeAvcmbwb3o9YQ+F4X+vQHBm72tJWo+18a+vi/mdL5d2T8+PEejPjUXBL0B20I+AZiKPsTCHb4R1+e851IIPfbFLT5up7I933+QvskjzzxAtV+9xNBmvnX4tr6D7/M9IxsQPvEm6D1upSw+QmpsPLJP8D2XTje+zvDtPVO7vD0XJuU95oSjPR/TiL4tIa49r3vePYLNI75e2bU9IeY4PlLdW73wdxA9U7gevtGZxTuscRu+E1VePmpPsj45FrW+msgQPsHOcb3fa5i9s9dBPQKJr76o1Ym+/6H0PCcaNr7Tgx2+RYwjvgWCYz6cg/I9HrOOPvYApj1Vz6o+eaYFvvX/nb6eJrS+mEoevie7qbykv4q8g7gbPqttCj1EOMO8FzIHPbL3jT2qGSM9wqLuPi/8R76q9KK8v7CVPhVICL7UfaS9KSSbPRNW1j0brDi+MQqFvUIQwz2lCwc9gigbvRwdoL2JCK27qX0uvo0ah717ckc+HcQjvp73Hj6IWta9uuOfvlR3Iz7O9ry9SP2cvO7CFz3Kc+E+ZfKxvbKWqb74teq9yPCmvElwMr4AdGQ+fQZbvhuKhT2OFj8+qe4vPjWZ9zvKVoy9H5GCvh/W/D0ey4q+YM4evPutrL6h0X89950XPv0vrb1LBsY9a/SIPmpf4bw9lh0+48G0vTdsgbz0to2+xjr6veKWHL4INyA+NZkvuuDlvT27bvg9qFa5vAMe3r6orYI+Q1kMvNV2JD6xN52+4C6QPr6OIT6vrg29fl5Nvl6hxb3rdf48KpVUvrBZh7ylCKO97mPlvc2WLr7TBCO+fTc+PYae7b0BSds+atu4vG0shL6kEL+93qJmvgkIDz7JhGc9uAufvh8Zq7wANAe+nuY9PlcM7z2bnm2+6wlBPnw+Wj3vBbi9u8EPvmExYb4xSxE9gaSePTRWmT2Nz/c8LJUxPsHZ1D1FdUQ+zurOPDVNJr6UCao+Wxc1Pn2KOb7rRKq+KS2HPrEvbz5wFMg9/deQvdqBED0hipK93zcfPlomUz4oTNK7tucwPlU+hr6mQ4Y+EXImvH3Pbb7gg1y+MIptvjDIfD5vj7W8DEJXvr6YnrwLhoU9FQgdPqzQCb7yfQA+QnuaPbHLJrs8Cmi+rtyhPfk4gD7OYGe+bUjivVyP670p25I9xAaqvaCDrT3NHiO94X7UvRbOubx3RQA+7BtRvgd+Oz5+pL29h4hxPlEisr3SOQG8oQxkviHjHr44aOG8y4BKvTCOLT1fPUc9F8RUPpAh8D2ZPcC5GUKRPdLUe73kJA4+yuhHPj1gub46o7w9T5QTPk3UY71Y7/s99S87vsqRgb1Id229Cn9gvuk0Dj2yRIS9fsZ3PUbRLL6xgSa+UQqFPqjbHL7uhJA9fBBpPlMqlb71+0K+SJACPp59gbyrUVy+6nRJPmS/wztG1Bo+MxkNPZZzBL7A5BA+NCYcPjvmJz4joYW9u62nvkZWiL5lRAU6FgevuVA1f761vLM9c1VYPY2ggT3AuH8+Mu4FPbM3qb2PgSG+nuiLvO+WiD1osw4+EB0wvTbv3z5LGKM4M9bTPSqfAT3hDzS+nMaEPpRAh70WBBw+Y1rKvZfl772WDsW8ukcBPiEhFr4E/EW9UwUfvgsM4z2oUJQ+02cMPj8aMT0JghK9Aq0bPrJmiz6zik29lO6SPTpfSL4JPE49tRCHPdr8tL1sJn++tan6PXDtzj5S6zQ+mTGivVpfTT6u+oM8auyTvuLzlz6xt4I9iqXfvlQ0bT4KZhU+8+4Qvm+0Cb6DT4K9Zsw/PPKnejw9p8s9monoPJEp2r2NqXu934lyvrZA+z1gEJK+MYLevBvVtb2u2gg+gZ4LuyxTgj7Ddg0+6FSRvT9Sij5TPd69MjTFvcEKTz6E4Ok9UHcHvevUvT1177u+KLgRvjaiO756lys+TZekvgZSCb7KOLg9U+vDPZcyWr4UrlC+J42mPZiAMTwLxeg9qEnlvOSP/ry9aHC7SYGHPT/vIL4XB708Q1S8PBXOG75HSmO9A56jvo6XN744J7e9AzmTPN716j0MYXQ+LaN3Pdv4GL3QNBW+xhuUvt23qD0D7Ac+lA8jPbf/Hr4AjJO+e3G4vNYimb214TG+q9rMvUfv/DwPaIE+uf/RPf1rt70wluk9RiHvPVeu1Tz5gsE9IXmRPhhhsz6bpbM8jQ8MPm+l7ry/C4e+/GPnvsjGqT7rf/c9DkjMPk0rLb73r2W9jrVCPDtSSz3U3fa+rtPZvYGSsz6TDyc80NWYvTH407zGlJU9b99svgRuUb4ynM89mZOkvWQTazriA38+GpFGvnmLKz4yyL4+eycLPqRDlj7akdG8TgtWvixEHb5M4bG++fiUvg2C/j42wwa+TGfCPpkqlLxGvDc9v9aXPhBkhb4ftU2+b9x7PSxHST0QHkQ8uHcJPj/LKD5glTA+GIScPDZ1hT4t+j2+l92dvBM+sL0CH1O+5qGJPgW0iL2DR0M9lGyGPsKgLr6zZ+Q9yW82PZZ8UT6zYqc9YGR4PbprK77QtYw+8MBEvsxHkL76qOu9LpAdPrLSur6m0tA9O/NJPkMpyb1t5IC+scUzPngvrL5/2qE+3zjOPSgjLTr0prG98iB6vRjaCL55jEW+M6GhvQMLwD7da0W+xEUMvdRnFT52FX+9TgifOlMSkz6muBi9wKCjvmQ+Fr6kwtU+KsHRPYhXLD4b56m9CM2HPTxAQb4J+uy9T+ksvQq8KL4RLkK9sOGxPl5Eij2xtI4+CLGiPTdCl75lKd69mmIAvj99Gb4MBRG+jKVfvexhvD0HcgQ+WpHDPdPCujyx9Le9Fw2xOyLEQj50nw+9ZvQpPppJCj7soim+EiUgPg9wor5/kAm+Xekmve0DlD2GQWY9ofBcvIT1FT2E/yc9fhnmPczp6r3WvJa+j/javhZQpz1v2D6+GevFPt/3kT5+0YI9SLCMvRcHV7xQDqS9rl8DPu3CsrxIl/k9SMRrvXgXzj456IC+ivAgPT03oD4js6M+rmATP8RiSz5OJTE+p0+0vY+zkL6wzd++SN8BPlp0urzN1TW+MygQPm5U/j7hrUY+Jn6hPf4Gl71CjTK9+I3wPeGPKb5K2I8+A9GfPjRLVD6U18c95BMVPoXSUL4byJ6+bNhsvsHolz2rrRa+i5ZPPJXNSr5jcGK8toAsPRHU+D2n8/A+Y26mPIeK3T2DoQK/Z7DbvAEdm731o/O8pLDFvrRBCj8LI2k9tA3KPp9vqD2ZMqk+8rbuPSoV1D5ap+K+HGjOPXIghT7kBJ09NsY3vvn5jr0RyFY+PnyevjrfgL4CXUe+/nJgPl6LljzQ7Kg+0nDqvLRCe76yglg+OEsLvq7U/jzlEoe+QQq5POvzW7y6UZ09WzNYPetK470qZLK9dYZuvkmrwb5hpLQ9k18TvZC6kj2Q1IU9ggr6vM2wvz2u1K09cpU6vUewNLx+1yE+CGM5vhf2dj6psM09oM1mPnjOZL3uI8a9AswxPQSJET0PQR8+iTwEPsqzxL5gcbS9+3EXvi81Nr5oKxK+1S/Bve3KQT5hvNM8ehOOvt5HBr5bnro+nV3rvtmn3L19zZW+SeHCPe8NQ72/epw+BmgxvThYLb5eHwi+/mEEvroXhr3hvgm9+JA6vu5GjT2q7wa8vcMyvv99xr5d+RQ+s0elPp6ZPD47Q1y+WdkkvbYj0z1kMdI9BOEXvjwKsb1pujA+Nq+hPcPGAT7qD3w+7gU0PVz6S733LXo9cf3cPW+M2L7xawE+61t5PkLGSj6iOxi+OhqCvslJiDyO95k+voyROyvxDL0PKVE9baGbPqxfR72vLc094a3UPZ2dsj1+kQY+jsQYvlmfsD0FKvE7iGaSvRDfI76XDUq+1ALNvXEPwD3wEQE+v4f2vQdfG73uItW9H8ysPJ11qb6Hst+9/Q4Dvih2kb0Gk/O8ot4hPtrfib3cV9w9TykVPtQCYj2mKtE93TlDPVYsFz4SPTe+P5S8PQeOuryoWvq9Z0ohvhwN8rxgF0a+yjREvofwI73X+L091Wl2vWyKaj3R/vI+ZSNMPePpHb6c94e++mbvvC3oGL643SY9ErgsvSqYnDyNXXc+tQypPJ0SBj6GSAO9FKt6Prn6Bb4HugE+qkjJPfC29D3ZmO++QG1ovLBszb1hOUu+Kl27PLy41j3oxtS9owpLPSZXO77zdIE9XrECvXqgPL2icZM9z7JFvhZS872WYAg+xe0ovjC5u73AasW96qfFPdIjAz6HwFy+sLSJPvAcn74pBWk+in46vS8f2j0K54S8MBwfvmovybx8vc89o8p5Pt79Fj4Mr7q9DA9rvqmS077RLxG+dr1Tvsm/ij37P4u+gvA2vtnLpD3IgZy8BdMJvjCMsL7C5Cs+Txa8Pc4SmT1x1gm9kmpFvYdeID68FIA+0TsDPe1uh77vhZw9Q+zpPbZjujzO+Ga9t+OLvZykd74x16Q6ZDyxPTSFkT15wSs+G9efPZUPhL1ALlk9e/8KvgEAHb6MBrM+qrd5PYsvIbyi8/K8C1zFvAmWyDyEjBY+9v6ZvdOHvz73FaM+28aMvcSUn76hxFI9vo2AvSLNCj4cNgG+iBFkPvKFrD3OYA4+zYuavEGEJb4HnXs9YESrPklqTj7AZL0+nKmAPhtKRb4dmIs+u5TZPSfGujwgl4K+ByuxPLZuuL0x9N47c9EHvnmxA75J0zi927kZvjTpxL1Xjiy+6BGYPhwgUj0/nkU9hLQBvVVmqb3cEUa9vVc8vj9evb0tdtg8VXHhvIlDFz4Ydn6+zqu3Pcc2ybsdECU+BiQDvv6LlD4iBZa7rXRBPtvyLb1zqyY8pY9ZPcmbDT6ljAG9mxWDPTexDT1JY3E+dn0yvh/uqr1cMC0++R12PR41dz7GO8+9JnHJvZ44q764bxc+zVVivQpOzb0KCLS+KXHnPvSe3r1pkQe9W1KTvkH2gT6aCbO8QHROvZET4D0wTPq9V7KMPvx2HT56cAC8lZs2Pt6mkD65TJe+tCcUvoODrb581SO9YMAVvQs33T5UiFy96bN6vcAicz4FPrO9ciT3Pbboyz2TN+q9BaUcv2NWGTsfS8G+5Jasvr3dJb1YDa8+b7gzPiWXfT5X14I9DUa2PjMRCL1AVKU+EpJaPkIHVL6cFdu8TaXUPSKvCL51nGc90LpOPjHm+L5pupe+59afPfmJtL18nMs+2uR9Pmd+3L4fQ/O9cKd+vp6NEb5dn1M+EF0GPUcDMb7JGJ++XK2UPiNDgr7NEpa+FqfavAolTz4bGny+fiILvet0sr5Ey1E+jo68PLnGlb2xMg4+fc+3PQtR072ErxS9TTMAvoIUAD5QOI499XRHvmo91b65pA89jTnSvctsPb3PdUs+Au5hPqcdgL1EgSU+JFW+Pko3l76VCKW9lS7PPmKFAD4p7WU+gAmmPrULAT1zfoe9yNSPviDOwL0EdAg+E0eNPkjj/r1WZwC9c1mQvtw8AjyINqC9WaojPpYx4r1DB7I8bHlWvTZYwr1gWYM+dGZtPrIQHT0ydQc9ZAZIPok+fj7ELjE9764du+ik2z3D4rg+ATXoPXDSwD1BO0o+L0AdvhPoRTteQDs+xe6nOxwc770nUoM+syo4vJJ7Sj4vKXM+ORjSPWnc/Dxufss9ElG5O4E5hD0wFxM+Q7tTPgcxhT4sW6W+uG27PnJFcj492ka+PsB7PZwKPb7QIEM+cFyyva2G6j2+6qa+kqmUvpU1Nj44lHu+pgJ4vcqvXL7IcM0+KYXNPUPOEz5YSu097kQ6Poqfyb7sIi0+m+uTvi+Er7tzZpC9r7gRvQn8Uz1C7I8++jIWvb3hub0WoNO+A8ZKPryOS71Lw848u5qVPhrRMj6TtNA8/T6NPmC0pbyxbT89XPGXPfbbpj7DtlU+llQFPyTi3bsmJhg+pjpkPk+OgzwnXeS9LPqBPgut3D2Gnfk9okgevge5pDzdZCG+iRgSPgzv47ySw3u+QU8WvqEsaTylmjA9YMAWvex3aD4FhI0+oqsbPhJyqz0SC6++qk+ZPRsEVT7MNOq9Kq/zPq3G7r1B2tm9fOJhve+7i7ws5w4+DvmpvtuZN70N0pc+vUbCvXdfAD7GFxC9JxeOvVhNxT2gaxA+b9CPPZobmj1ewLE+2crsvpwuhryaw46+QyopPbqnXL0Kkds9WhmevZTlwj2kyEW7ki6MvIsnxT4Ir+c9r/A0vl7yvb3bBFw+ykzjvcAxwT1JPpo9WEgLPWkNST7F3Iu+Tf+GPtdAwj76St89cKBxvkV0or0BPCQ+6+1EPgYg2L6w8pC+hBg/vskDGj6swIS9xhjaPaGJKb3Iw4U9S7eUPbJyjT5hMjQ+94lDPq6+K75BGZ09KPK8PXHxsTtRax6+c9OKPePkGj6Ysfy9MX6ZvTLrrr3jIui9xCMbvjsZxjwiZtC9RJ0WP+sJ6T0Vfk28pioIu3zplzv6mY8+IDmCvvj5vj1lZZS9aMkpPpvtw74esoS+BxolPsgBDD7hPMW9d/cLPpYpS76bYgA9x74QviWqgz7vlI49ofYUPiqF4721FRA+ncQFvmfQmL3U9hK+JnfMvUlfg71Gb1o+5MQlvqHb4L0Fl5o+3zmSPoMPcb0ABks+UdCLPl6ltz3KOYu+UA6qPUFllb4rTau9tseCvjQCTj6XvAY95neBPRh1Aj+6ixY+rYjPvfYD7D26DIa9iwSKvvsuoj5Jz7U+vMOPvXyH8D2RN5Y+Ymr1va0/Sj5BwNa9YKH5PdNfsbrRW3o9IT5XPfmqW77dHBU+we9wPmuojD4A3bG8GF0BP4698L23pEC+Mcycvmrkfj2a3Me+kusqvuyibD1wOYk+UMc5PqEOnr4TxIq+X/IwvoUZub0F2lq+hlsyPQZyQD5vr9Q80movvIfvZr2PwxQ9n26bvTXkszxLHhe7rZTdvb7DOr4o6x++g+lvPm9lNT4E8iy+qQOxPS1xpL1oQCw8crJRvjr9hr716gu9yVMxPY9elL5SoxI+XKOMvrTWLj7BKhI8F9grvZ5ZtrzYBRU+RH7kveXJ7L20ZGI+R2j6PlE8mj1R9qA+oZjlProQg74usak+UDRpvf9Cn778XOg9+9qPvhWTVb5U0xG+d79IPQ+7qjvbrGM+XTbzOjcWlz59o6++cKK6vRLTCj69MLK7tBjVvrHxljzaqSc99r4+vEBYkr36CwI9b/AtvsniybzKkzu+BCRBPIr83D4MVfw+55AYO8xGgz6FPJQ8qPpbvkTqiz6dzLC+Dvw3vY13RL61oVs+h0hGvtVLor7pw0M99zXPPmXvOrzRC6G+bq0bvs/qdz6rdl2+i3QVPpGuub7JTVK+1jGIvaVVvj2Gcw++4SL0O84DPL1bt8++BJYlvcAd9T0fewi9avd9PZhGxr6IITQ+SJhavrGyx7uwtjg+T0DSPKnpGT3+/7w7NgtyPZ2D5D1OF2O9rNLHvUEa972dzgg94iFTvdm4b704ANq9HEcVPgfIgz2Rh20+TLuruyezAT4xbme9LUJDPdyHEL7t03+9GPJnPUZ2YTxb+io7N4OTPLn2JT7VF7O9gxySvST4db3XUEK9W1QIPV3rh77DDhK/RP1NPtgYxL6eJpE+O+qpvO7Q6b4RwKY+sX3Lvi+3b7xMe50+M7V1PpLWOz5B9p290WtnvnDNxL6KfPo9J091vkdbxD6DeJq+jXJIvsMjVD6F6Zk8mpycPmdqur0Uvwg9ILCvPT+mlL7eDCA+rrkbvgYPBj/DH6C+T5I8vbGUib6AwNY9erxdPjnn174e3Yw+KJmFvbpeib2rhrk+fih/vYG7y72AcLs+L+U9P6FSAT6DylG+c7zNvn4rJL4DXQq+LMxivlRcfz5raOo+VuiFvuY9Gr2uDCM+3kHfvnkiHT6sdYq+N0DnPW3kQD2nMCY+JK9EvSBT8T1UwR8+8Fh3Pffg97w1t/y9yPl5vr3n6T5a7y0/FZBEvSMBlb2N3Ow97IHTPsWxp70V/se9Y5RsPPbNoz23y4q9Hg2ePL81y777hm8+iZuUPh0gH716rM09NLeMvVpFBD5zq74+zwaRPr+TdT4E38y+FFW5PWaOsT1kWbI9pCq/vncMOT4QP1W8J/iYvtTAxTyU/u89qlVLPhgPrb14w+I9A7B7vM5BRb6YTdI9ZSgKPqF/U768a6g9zSbOvfPWjb1yN0a+agS0PKr0Uj5x//I9hf0qvlvt1z6mIS+/lWJ/vid+8jw7Jra8unH3vtdPA7440QA/VzwEPkv9Fz/Oflc9vD1oviajjb6wywm82R+lvo3/h74Y6Zm9uohnvSmM0j3Yr4C+91e7vOAXZj5L6UK+cH+JPfdYAz8Uzr0+AhfCvlJ/pD3GLWw+cGdUvaMNsD63aPi9WK0GPjwSRD51PNW+gfaYPi6ayT1gfYM+kV1iPs5yST1sgik/w7tAPyDHSz61hjE9pOWfvBRyDj8Sv1E9P301vgnEvr5XXaQ9eK6MPoVVC74x7T09TKUcvSi3WD5oBsG+1vA8Pifjcz4Ny8e+/iuNPpyNqT7xuky+EkIrvmNwjb51KeU9WbUaviHe1j5J+um+hBsxPqViuL4TDhe+idC4vsmM2L38GLo9ACmXvmwNdT19D5k+U2sFv6f4u7y+4P++IM7IOj9bv719CbM+uRjJvWPzSr664iS+K2mVvkqEsL5HT9y+/vtvvmLhuTy7Ne8+gB90vg0Wvj4ZUAI/sfXAvUWyWr1Ma8w9CSedPA2kzDzPLs09fIzUPXUq7T7UXJK+bfnDvqFzhDztYuy+zTvrvmF8Pz7IRFW+2A4OP7MYVL7lYXG+nKoYv1OBZz7nQzO+3fHqPm/ZYz/RKcU+TtG7vk59Iz8HYCs/owgEP0kqLb9Fe0O8xS/yPvQv6L4UEzE+Mhu0vl9qt75ouZ4+rA4jP5JDWbtbVTe/RBYfP5U8lr7oJsW8bnMRPz/XCr9KE7o9IXvWvtTajT5cmo27B4KyvqucEz8VxZM9rmlOvr5Pej4y8Qw+E6Quvm0Fgr5MRK09k8m2PnKYS747LaC7gh2VvKfrgT7GA98+fh2hPtSAzT4UbMK+ThP3vdE60z7oBzQ9OgYSvsIRMT5Q+4A+dSw/Pnwrir37Z9G+WZlYPx3IIz4KjB++5lJQPgiqCb84gwa+KasSvholxr3JSgy/JDg2vFQAeT4PPMs+Ah7Ivaq6Sz46WKW+nCJpPrpkgr6Sbdm9lsHYvcr3hj7Im189bliJORE54b2CJsk9JKNwvqZpyb4OC669CKG+vl4dOT6LViY+q6hnvi+ATb5+yX8+AzYivbJJSD6dlpw+Q6Auvod+Nj67Ko08C4Y/PsG3kjz2cAY+O1SNvjh2d70w87U+t61XPyKhM77wdsu8reqBvsvarb1j/qO+K2GDvQtIHj9zHaO+J69FvtPArDwWPtI+C/ryvZm2Kzs3N5Y8wYMxPh4J8z0feLE+VFvlvnaaBT+XIro8gHYQPx+avz1Eud4+CdIdvwM3HL+scd29sdqBPuDgpL6hM6g9FONgvEzPJz0JV4u+IL3FPhpAJj4xGKA+KlrdvrpTBr+LIig+h7QNvx96zD0mTe49nee8vgErsr0Ow0o+wXqivAbCtz3JOlW8QJglv9pkib2j+8s+GZ9LvUnA2T3q55K9Rc3nPRnWIL+zI2Q9P3dTPRNtK7y1UBo9XzEhP9BDpr5B8Zu7OgryvoPA8D2iRLU+P4WFvmTprr2If2+9WUZMPYYlCL1kviC8fhnEvUBdG79Lvz2+OEAJPoLhrb1f+ba+bFqWvbjaTb4YTpS+pfaRPrESMb3DoOM95rzGvkNtEL+IZau9yzEivuXXIT3yJF490BhsvsuUhb7UtYO+MzpvPoh7fr45PGM+07kfv+mkOb3cM0E+S2HKvg3hUL5f3de+yfMJv0MQrr4itTm/lIcTPR/mFr51o4U+JTrWvJfKij7mAEq+Pow2PYwPVj5sXw8+Fu9DvtFRT70br+0+JtCWvoclzr562lq+idaJPIwlh70EAOe9sMyDPjYnpr44h4c9DW39Pc6fNb5TcA8+3gVoPkTiqz6ap/A+wYtovu/8Tz6MvPw9MDtdPgP4Fr4+PIQ+Xym2PaydYT6uNOa+3lgSP4x/Gj0fjBO8keNZPcUpbjxWhMw9FxWhvqtFhz0mAbQ9nBYSvlSbtL2rZps9QrlWPnQlYD4hd30+2Mm5vpbgtD1qWhw+y4pOPuVrmr5Cwpg9uN/QvR44vb4dPxQ99N32uxbrxT5dfJC+AFN8PVA2gD6rsZM957zwvtEkr74hQd69xygIvs6e2j20pnG+ClMVPwB0Ar9c78q9koxuvk3pBD9mIka/8j1Tvlmq9b7k5nC+SYQGPqZ2QL7FqIq+c0sQvOI+CD//bYg+lPqmvlp6DD+cd3Y+ys2gPl9bDT60J2W8LvzzPRf12b5jkf0+sx52PurE7z2G5wE/ocWJPnX0aL6xAqe+l/BCPhhLGj4v37Q+EAc1PynVx7xtaEy+LgCEPqDumD5/V4G9iePKPhf1Xr55f/G+2PSMvkgPEby4dYi+PFudvoLH0b3YVDO+tAQDPEQJ6z6Zvi6/1NwmvcErZ77iz6a8TfDZvSsvEz2ydOM+tYsmvXNb6z3c3Ey+ZvwLP9b0Cr5DL8S+9Fp4PsqLn7526wG/DD93vvtSF77RRTG+TH8pveLCaT7z/8Q84ZEhv5K6M755oO28H/RePeeq7j6hCx69x2etvgml+LvILG++4MiLvsY0Pz1wr1o96efQPar7hz20l60+KzYPPsfx/z4lbAG9zpWNPuQdqT7PbAM9GGP1vui5Cr01OcS+PXcXPabymb0KP009cfEfPi5a3z7Byl8+bs2CviIZirx7kDG+F0YAvyB8Fj4qzxe9H6HxPqYup70hUlu9ek1LvJa5J716QDO8ThhZvkro3b4rWYQ90nsiv1/r6L154CA+TiWePoTdv74j4Gs+Bn4KvoOoCr9pUa0+0VkJPCRwSz5DNGM7V1Q3vv4duL6BELs+gTYKvphlLD56LEE9NIY2O+ozE76XK1o9vbMpProw0j5j9US+uST2Pu8uhT6opdO+e4L1PkBU9r5yJhU9+kICPGPxKrtYUUA94S+QPg9JW75n6gO9r4kiP1ha87xTvg4+FsLbvfMCID47pV09+zgCvjtj8L7Orgi+rqaDPraqVT76qJ895FQRP9u+Az61xxI+lyQCPvQtcT4k05U+2GrfvLKTI77at9Y9cEwVvxaC0L6u5/e+7NcdvsSLPj5o3oI8el6lvj4/kb517Y29WTSjPiIi971gaBk+VB6CPcyopL4cXKE+ZauDPPR/zj6Zqr89fc7ZPX/f/D26dQ8+6Pd6PradojxJQdW+Djihvm9Trj4+BR2+c+FAPLBAUL4a4yK/t4VCvr+D6D0773k+Tlwuvr2HDr6+R7+9DZ+7PScf8L4+IqE9/eC+PWPY471bhfg+W1hxPnAADr4zVTY9AyoUP8mdmT6pyiq+5TfWPo50O7/6XfS9JayaPruhlb63m08/yS1ivmVcHT0UA0M9gy1HPWSJK70oUJw9+UotviIp2r2pokC9AqMyvneSUL14dHC7HCIhPaN9Ej55biC85+sOP3P41b7GxsE8Li2ovmHblL4mD/M+/QMRPPNIKb7Pfrw+U+crvRHJIL7AAec+afiuPN6jdj36pls7n5Xwvtb2+T0/8ra+WssGvivdOD6jXhW+jiOPvpWRQrzfs5w+p/v4PoO6Fr4rQoG9atcSPpfX7L1pXom+fhH7PhKpR77LQRG/4c5+vcihjT6V2Mw6jRxwPh9LV70xNI4+/pupPhhcAD51ANC+cu4UPdrbCL118a29uw5YPhAADj4BCvk9Yw4dvv5Khb39vJs+kPyZPtyBnLyh64g94VNYvRYrmjvb6AC/SacIvulgw75n7MW+qVY4PoNsDz3QEBS9QgZTvk58nr4x9jm+mp8Gv0rjmD1mBVa+nN+8vV2rWz7AftA9PuQ+vjDc9L6IagO/VAfNvtIDR7t0rZS+a/NWvjPpsb1c73i+59w2PtGrqTyS9N+9tWQEvWySjL0lEh8/QnDkvYboy709h1C9rrmnvqzser5W+449Es3rvWMzSb5hlja+uwpvvvIMWj6ev6I+ug0YvyGA0b4aS+w+JijEPSgys73cUmW9mt4iPut0AT347tc+TXhOPmaizr44XsI8xzKKvoPexD3TWLO+w20Jv83V4bwMwQI/F2XdPq9zqT4+g5A+Wh2jPgOACTsfA6Q+aKnWvpdR8z7t70q8mzABPooMF79ww6c+vqdYuiT/PL5VMAi8V2HnvX8Dgb5EwRS+gPdovd2JnT0msZ+9FYtVPn266Lx1Gmy9t4ePvon/Fr5mVhU/zAzlvPkeYT5czqE9u7G3vkQVwz6PUTM/af3hvQ+oAz7DnCo/av+fPtwaHb91h7i8Q+m+Po/4p716Kry9R2CEuj8Fur1Dyrq+DKWVvW7TnD4cdZM8Ax2WvTb/9j6waSy+l0lOvlxe7b00Wmi+G5Acvv0p174zkd29HaHtPOtaLz998zi+gL62vMmvZz7E/jg+6qYFvwvGGD/WooW+ByjdveFaAj5RT/K+yACnPrazr7xgxGi9FqlzvlalWT7lHg4+ycCiPC5PsD7cjte9WH4ZvjdTg74HjMA++lTGvDvCBD6l8iG+YvF4vk+F8T21QGo9qjDCvqDTa72Xvmi9fRI3Pnrr9L4lY2y+zAmOvmsWlr0bDag+5Tuivo4tfj6VAq09h4kQPKfNEb4+QVI+hJ8rvW4e1r1aOWo+EVGKPv0oCz+auDQ9mRzLvurtaT6hMEo+fMvvPs+Cvj5QaDi+nXLzvBnlWT0YaK++SqYIPbDytz6ClW6+CS0fvisoEjwFdo++7dWzO3PPbj2mipc9xfehPiL7sz4vZ/K85ZkdPqABKb9eDva98dijPZ/kdL3ihn+93h8TvgHx9D2MU2g7L4Dvvrgiob3HERC9vQ2+PZTn1z0OvIy+ZAzbvfxGbD1zQm8+ogUev+NbiL6MWbc+7lnsvRbnEb7A30o+rGDDPsAvgD2tida937WSvUTElryV9xO9/KhpPoakFDzCaSW+LygRvl2wCDzKoDk9xJxaPQkLEj7TP5s96QMTPudjNz6KSxe+Eoo9vs7n7bwkixk9/dKpvOA5UL1O1tg8b8kcveiAKT2+AL+8EibEPS2pM719SLO9mxy8PdrzOj4Thgs9Z9z8vPhIFb1FCTw+MoQXPh6uGT5wbjW+ZEqXvvhtqb3XzzI7YkXDvrlyhTps/5g+7ZZbPeTDlb5E8Rs+q6cDPuTaiD5Xi/i9z9n+vALOQD4B/lq+zMRmPqe/Tb7yiv+8I9DJPB9SQj5O+6y9RHaBvS8fAj7Z3yk+t9KOPTlYnD74vdK+GB3uvOf9Vj3LcGg8rbAyPBN6hD2o1ZW8wQUvvCfN7L2d+Y09bSyLvkZVg7wAAAAAf1euO8/Hcjz5S3u8GszJOxAJ5z18o249o9DXvQo/BDwssEk79YmfvDyPQz3SQtc9NisePOL5GLqq+pq7UfevO+jUEzzdFZU9mhxhvZt5mjw4Fzg9i6rxuezBhTy0LNK8AAAAAAAAAAAbU0q+jRwLP27srrsFJqA+p7EHPjOgYj6WiiC97etcPntlUb38tMW9eb97Pu1vz71qKho//VtEPn28BL9Gt7Q+0YaUPtpYBL4qK+E8HasCPc2hUbz086E+7a35vtHVdj3+qei8ppguvsn05L34EGw+1c7fvXfAiL0IGtI9bXPWvXKmc74+OgA/bdNxPaDotj1vFok+mQywvLyFqr2cVjY+pHsfvaR7WjvFPN89ulO4PH+r8L4STWK9tOHgPU3TGj5cap4+PyKMPqgyqr5fjiI9C9tfPpdUob7/hpO92liRvaloq76Fwmo9TQCyPjbyGL9Q6Na9BAMAPieI+T4TK9O7W44Xvit2u74ykI8+kPJIPsTvW72BUvc+zsgmPYEk7z0hekO+dncIPwBztr5beIw9rL8qvnE/tL0LBfi798q2PsZtC72jCV++8h7qvYmXp776g42++jvNvdHW2rzUQNS+uQCFvCyo3r1ibYw96ZWJPqr9/b7GAuk6AuaUPpJb5T0Byou9IBdGvCS2iD66UiE+V3wPO1yeMT2FrqW+EusSvdzo7r7xU4c9UhvJPZ5uRT17AMC9OAK/vhQJGL6Bk9A8I24gPbE+8D4pEV6+zD/Uvi9ekT7Iqsu+lrykvuHqVT4R23k+pMySPMlBB76Lzso9NVpdPWtD8r0Cmyy/LWEQvdBIcr5nC6a8sB42Pjz/oD4oLiE+tCQNvnn//DyWyTE9ZJLePavdUD1Jy8+9VULUvhEiDz7ael892l5cPpPmTT4R49u+/tgLvqmcnb3pHbg8Y10Hv1YS0r5Iynu+LWzePorSO769fxs/f88ivu4g0jx8mao+Y8+CPbEzzT3vpJU8FW9mvtFCgj4VhQE+tQaEvtaG0j4kYGC9iulnvtCR1r7YF8i+oWH2vnTNvb5PlLI7YGpxPr65ojymczw+G0GZvUwX77zcv/A9yNhLPiaul77RXVS++y9kPgKrSj6hT6e9igShvZ1vMT6jb6u+yrQNvs7b+L7SAIM+2h/dO7WsQj4IWKo+7Qe1viTXXzwcnDS+ZAlXPmExT75L53U+yO+pPq45ij4hOH++CT6YPhvLFT1QLIk+rV0ePqzsrz6I34Y8Ueu4PuaGHb76DK69RJEgv+vEPD6eQn++CmOCvm9vo715Sx0+fm5mPiuYlr01hxU93H+EvvbBgD4mNOA9xraevj9M3T56IZ8+/+i8PdPkwjyt80I+kXRHvsjyiD7vVhY+s9rEPLx3+TzXkJA9NW0dPa/igr0ubme+8C3PPR7soj4r7yG/Gi24PcvtXL6cECs+vV7sPlGYbj6Vyli9plSFPfoHaj70Lfg9Igm6PC8wsj4xa4a+H+GLPptAyz27KAQ/58z5Pcm96D0pPb490XqLPnZwoz4jEWs+pK7PPrqKx77n65w+363XvUgOZ73ncpu+2UBrvjdKrb6P572+zm6pvmS/ED4J6sm+VliOPUJ5vL46gY69zZMBva/L+rz9K1U+u73kPijEMr6PMsk935WdvvgLnj1X3pO7W9dbPUI0nT7q/r4+hIQCvnZCjr5HKii+yrp4u64YOj3cYkI+yZK/vTPMH7/1nmg+DUL4PSZM8Tx+X6o9DyjWvtJCOb61Hw++HFX/PSTUzr714ys+cd21PdOaXT5JgRS+OY6yvZ1vxj64GCS/D/YgPuZ5ar7c+0G9ev0AvuVjgb1Rb2k+LlbrOz8w4T4055I+tI1oPrDD0T4aObe+rD0hPITyOr480QY+6sGFvjbxrr2bx928nSsiPd4ZwT7hW8w8oh6gvoistL4kfR++jY9+vfhh07yuwrM9KZQivUg92b4g9Oo+COuzvlGXjz7tdoE++MY8Pc0eCL68SpW8f3d6Ph2HbT5P6m6+5/hOvYW9eDuRfOY+DJSrvsY+ez43POk+lsm+vi0qK750NX4+TnYCPa77YT4pfsy+22wzvtBOVT41sb+8/IhdvtYLxL74RJS+ACMdvLTbfz5y/Oo+bYftve68uryHwdw81CFovW0yLL1T2DW+dGyMPRoHh75yRMa9eVtjPMx/7r5QjMg9Uq1LPkq1Ub5sRZe+6qnzvZJuFz/wu4S9IyOpvk6rFz2BvxA+2D0GP4HglT4ICKI+HAJGuzNv3T5hnQu+6p1Yvd19ST55xZi+2M8LPLCqpb4JKGm+MwT0vaDytDxQY4E+EsZkvfh5OL4eWeG8gD3JPZ7hQb7zjpc+UUeyPt4Qcb5TQz88+zOlvg+H873hJRi+dqsJPgkDyL0Ln4m+/MK0vfwTWDsNPwO+DWsTvTHD8T1j1PM+RsM0vb5UEz6npkM+kfu9vmUFWb6U0WE9/cuEPiLV3L7owTA+BcGqPg0CST2sBF29adzoPvwedD5j43694V8ZP+TMjr4l+pg+HASCvkf+dj5aOWU+iICPPVWi2b1prKA+/5MUPwwRQz6ST1K+xGvTvpBsQT6kIZI+PjzyvXHkAL23bUs+mzlevoCBy76AbSe9aC91PYSPnL4yza+9xzfxvDxCBT7GrY89lZTOvkjCzb4owBE+BSiGPiiIfD5q83o+OtTcvY2rjL7C+1U97GigPvOl2j3Qof2+EY4DPXwbiT5c97E+pky3Po9ZVD6zrak9g1w3vy0fIT7BbU69BmyPPTV4db5DRsO+ASeZPlMPNT5fh4u+mjYjPjP88bv36wG+j1kTvrCXMT0OKyK8sjilPvBoh755hoQ+xHrxPUEI2ryogKq9MJ3ZPAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWZ4DvmONHr6niLw93VDwvZ2y1D0aeui9GiBFPSosfr3tvpE8Bf0YvoxjKL5Zzqc9G5RRPpKSbT5/L6c+pq5dvvlfVb7C3uW+wQUEvjXLKL59mrY9rwSKvkd/Sj6wZ/c81A5Svl5bOb40FIO9SLEOvmNWHj4SS3W+ATYsvViw1r0AAAAA' as string,
});
