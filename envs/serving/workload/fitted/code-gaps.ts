/**
 * Gaps between the requests of the Azure code trace of 2023 (Microsoft, CC-BY 4.0) as quantiles, in seconds: half are
 * below 64 ms, one in a hundred above 2 s, the longest 217 s. Successive gaps of the trace are uncorrelated (lag-1
 * autocorrelation −0.003) and counts per minute have the variance that renewal theory gives (index of dispersion 160,
 * squared coefficient of variation 173), so a renewal process describes it; a gamma law with this coefficient of
 * variation (13.2) would put nearly all gaps at zero. Between knots: geometric; the fit has mean 0.388 s and
 * coefficient of variation 12.9, the trace 0.390 s and 13.2.
 */
export const AZURE_CODE_GAPS = {
  process: 'gaps' as const,
  probability: [
    0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97,
    0.98, 0.985, 0.99, 0.9925, 0.995, 0.9965, 0.9975, 0.9985, 0.999, 0.9995, 0.9998, 1,
  ],
  seconds: [
    1e-5, 8.8e-5, 2.09e-4, 8.85e-4, 0.00118, 0.00208, 0.00329, 0.00534, 0.0151, 0.0382, 0.0638, 0.0896, 0.095, 0.1,
    0.104, 0.16, 0.199, 0.273, 0.313, 0.401, 0.597, 0.799, 1.1, 2.21, 3.49, 9.98, 23.1, 38.4, 50.4, 79.2, 132, 170, 217,
  ],
};
