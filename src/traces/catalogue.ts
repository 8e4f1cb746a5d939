/**
 * Public traces of LLM serving that can be downloaded: where they are, what they are called there, under which
 * licence they stand and whom to name, and the SHA-256 of their bytes where it is known. Nothing of them is part of
 * this package.
 */

/** A file that can be fetched. */
export interface TraceEntry {
  readonly id: string;
  readonly summary: string;
  readonly url: string;
  readonly file: string; // name on disk
  readonly bytes: number | null; // exact size; null = not known
  readonly sha256: string | null; // of the bytes; null = not known, so nothing can be verified
  readonly licence: string;
  readonly attribution: string; // the line to keep with the data
  /** `format` of the loader that reads it. */
  readonly format: string;
}

const AZURE = 'https://raw.githubusercontent.com/Azure/AzurePublicDataset/master/data';
const AZURE_BLOB = 'https://azurepublicdatasettraces.blob.core.windows.net/azurellminfererencetrace';
const MOONCAKE = 'https://raw.githubusercontent.com/kvcache-ai/Mooncake/main/FAST25-release/traces';
const BURSTGPT = 'https://github.com/HPMLL/BurstGPT/releases/download/v1.1';
const VIDUR = 'https://raw.githubusercontent.com/microsoft/vidur/main/data/processed_traces';

const AZURE_2023 = 'Azure LLM inference trace 2023, Microsoft, CC-BY 4.0 (Patel et al., Splitwise, ISCA 2024)';
const AZURE_2024 = 'Azure LLM inference trace 2024, Microsoft, CC-BY 4.0 (Stojkovic et al., DynamoLLM, HPCA 2025)';
const MOONCAKE_NOTICE = 'Mooncake traces, kvcache-ai, Apache-2.0 (Qin et al., FAST 2025)';

/** Everything that can be fetched, in order of listing. */
export const TRACES: readonly TraceEntry[] = Object.freeze([
  {
    id: 'azure2023-conv',
    summary: 'conversation, 19,366 requests in 58 minutes',
    url: `${AZURE}/AzureLLMInferenceTrace_conv.csv`,
    file: 'AzureLLMInferenceTrace_conv.csv',
    bytes: 719_188,
    sha256: '2f1e5b666d4e3055fdbba98598ce2ec307767b9064e03e2fa46676dbcc7d0bf8',
    licence: 'CC-BY-4.0',
    attribution: AZURE_2023,
    format: 'azure',
  },
  {
    id: 'azure2023-code',
    summary: 'code completion, 8,819 requests in 57 minutes',
    url: `${AZURE}/AzureLLMInferenceTrace_code.csv`,
    file: 'AzureLLMInferenceTrace_code.csv',
    bytes: 320_117,
    sha256: '54e9a6d2a4bd06ba1e060304b900abbc74cbea53de96506e60fe5bb4f2277fb6',
    licence: 'CC-BY-4.0',
    attribution: AZURE_2023,
    format: 'azure',
  },
  {
    id: 'azure2024-conv',
    summary: 'conversation, a week of May 2024; a large file',
    url: `${AZURE_BLOB}/AzureLLMInferenceTrace_conv_1week.csv`,
    file: 'AzureLLMInferenceTrace_conv_1week.csv',
    bytes: null,
    sha256: null,
    licence: 'CC-BY-4.0',
    attribution: AZURE_2024,
    format: 'azure',
  },
  {
    id: 'azure2024-code',
    summary: 'code completion, a week of May 2024; a large file',
    url: `${AZURE_BLOB}/AzureLLMInferenceTrace_code_1week.csv`,
    file: 'AzureLLMInferenceTrace_code_1week.csv',
    bytes: null,
    sha256: null,
    licence: 'CC-BY-4.0',
    attribution: AZURE_2024,
    format: 'azure',
  },
  {
    id: 'mooncake-conversation',
    summary: 'conversation with prefix hashes, 12,031 requests in an hour',
    url: `${MOONCAKE}/conversation_trace.jsonl`,
    file: 'mooncake_conversation_trace.jsonl',
    bytes: 3_029_533,
    sha256: 'b8cbb061a85206d729d91cdc2981f43c9e0d99209dce588d3af5f7934408b9df',
    licence: 'Apache-2.0',
    attribution: MOONCAKE_NOTICE,
    format: 'mooncake',
  },
  {
    id: 'mooncake-synthetic',
    summary: 'synthetic mix with prefix hashes, 3,993 requests',
    url: `${MOONCAKE}/synthetic_trace.jsonl`,
    file: 'mooncake_synthetic_trace.jsonl',
    bytes: 1_136_313,
    sha256: 'bd070915a98fc0ed264d7cfef2ce746002eb3076a695ec31ba2674c0111ec131',
    licence: 'Apache-2.0',
    attribution: MOONCAKE_NOTICE,
    format: 'mooncake',
  },
  {
    id: 'mooncake-toolagent',
    summary: 'tools and agents with prefix hashes, 23,608 requests',
    url: `${MOONCAKE}/toolagent_trace.jsonl`,
    file: 'mooncake_toolagent_trace.jsonl',
    bytes: null,
    sha256: null,
    licence: 'Apache-2.0',
    attribution: MOONCAKE_NOTICE,
    format: 'mooncake',
  },
  {
    id: 'burstgpt-1',
    summary: 'ChatGPT and GPT-4 at a campus, first two months without failed requests, 1.4 M requests',
    url: `${BURSTGPT}/BurstGPT_without_fails_1.csv`,
    file: 'BurstGPT_without_fails_1.csv',
    bytes: null,
    sha256: null,
    licence: 'CC-BY-4.0',
    attribution: 'BurstGPT, HPMLL, CC-BY 4.0 (Wang et al. 2024, arXiv 2401.17644)',
    format: 'burstgpt',
  },
  {
    id: 'arxiv-lengths',
    summary: 'lengths of arXiv summarisation up to 4,096 tokens, 28,257 rows, no times',
    url: `${VIDUR}/arxiv_summarization_stats_llama2_tokenizer_filtered_v2.csv`,
    file: 'arxiv_summarization_lengths.csv',
    bytes: 884_932,
    sha256: '9d3580538d915ca75e4aaaa54590b42dbb17abc6d74c8913310cf07c232adcdc',
    licence: 'MIT',
    attribution: 'vidur, (c) Microsoft, MIT',
    format: 'length-file',
  },
]);
