/**
 * Lengths of arXiv summarisation up to 4,096 tokens in all, Llama-2 tokenizer (vidur, Microsoft, MIT).
 * Knots of the quantile functions: points of the empirical quantile function chosen greedily where a straight line
 * fits worst, medians and 90th percentiles always among them. Outputs have one function per band of the input's rank,
 * which keeps the dependence between the two.
 * Summary statistics, not the data.
 */
import type { LengthTable } from '../length-table.js';

export const ARXIV: LengthTable = {
  input: {
    probability: [
      0, 0.0123, 0.0313, 0.0452, 0.077, 0.1122, 0.1443, 0.192, 0.2142, 0.2555, 0.3517, 0.4266, 0.5, 0.6516, 0.7216,
      0.7989, 0.9, 0.9717, 0.99, 1,
    ],
    tokens: [
      1, 90, 458, 689, 1042, 1338, 1538, 1770, 1858, 2008, 2314, 2534, 2730, 3133, 3305, 3488, 3702, 3866, 3934, 4054,
    ],
  },
  output: [
    {
      inputBelow: 0.03,
      probability: [
        0, 0.0029, 0.0348, 0.0867, 0.115, 0.1315, 0.1857, 0.1999, 0.306, 0.4251, 0.5006, 0.6704, 0.7353, 0.9004, 0.9688,
        1,
      ],
      tokens: [10, 31, 80, 219, 446, 868, 1267, 1443, 2074, 2540, 2760, 3156, 3360, 3716, 3851, 4056],
    },
    {
      inputBelow: 0.07,
      probability: [
        0, 0.0102, 0.0624, 0.173, 0.3686, 0.5004, 0.6093, 0.6633, 0.6987, 0.7341, 0.773, 0.8527, 0.8704, 0.9004, 0.9695,
        1,
      ],
      tokens: [15, 35, 66, 104, 156, 204, 266, 385, 628, 1489, 1978, 2526, 2709, 2834, 3211, 3554],
    },
    {
      inputBelow: 0.2,
      probability: [
        0, 0.0137, 0.0723, 0.2237, 0.411, 0.5, 0.6244, 0.7608, 0.8507, 0.9002, 0.9375, 0.9517, 0.9639, 0.9743, 0.9868,
        1,
      ],
      tokens: [14, 39, 66, 104, 140, 161, 194, 247, 308, 377, 492, 631, 873, 1783, 2473, 3028],
    },
    {
      inputBelow: 0.6,
      probability: [
        0, 0.0082, 0.0588, 0.1795, 0.5, 0.6756, 0.7631, 0.8395, 0.9001, 0.9424, 0.9587, 0.9724, 0.9842, 0.9902, 0.9967,
        1,
      ],
      tokens: [5, 34, 63, 97, 163, 205, 235, 274, 328, 392, 437, 522, 677, 811, 1170, 2125],
    },
    {
      inputBelow: 1,
      probability: [
        0, 0.0084, 0.0295, 0.0587, 0.1637, 0.5, 0.6636, 0.7334, 0.8304, 0.9001, 0.9438, 0.9671, 0.9812, 0.9914, 0.9955,
        1,
      ],
      tokens: [11, 36, 54, 68, 99, 164, 201, 221, 260, 303, 353, 399, 453, 529, 627, 1022],
    },
  ],
};
