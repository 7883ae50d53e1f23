/** A step, how often it is tried and how long it may take: `STEPS` of crates/domain/src/media/pipeline.rs. */
export interface StepRule {
  readonly step: "validate" | "scan" | "make" | "publish" | "compare" | "tidy";
  readonly attempts: number;
  /** Seconds, with anything but a film; a worker can't take longer than 900 either. */
  readonly timeLimit: number;
}

export const FIRST_PAUSE = 5;
export const STEPS: readonly StepRule[] = [
  { step: "validate", attempts: 3, timeLimit: 60 },
  { step: "scan", attempts: 5, timeLimit: 120 },
  { step: "make", attempts: 3, timeLimit: 300 },
  { step: "publish", attempts: 8, timeLimit: 30 },
  { step: "compare", attempts: 5, timeLimit: 60 },
  { step: "tidy", attempts: 8, timeLimit: 30 },
];
/** Seconds in which films may be made. */
export const FILM_TIME_LIMIT = 3600;

/** Heights of films and their most bits a second. */
const QUALITIES = [
  { height: 1080, bits: 5_000_000 },
  { height: 720, bits: 2_800_000 },
  { height: 480, bits: 1_200_000 },
];

/** The state machine in Amazon States Language. Films go by MediaConvert, everything else by the worker. */
export function mediaDefinition({ worker, encoder }: { worker: string; encoder: string }): string {
  const retry = (attempts: number) => [
    { ErrorEquals: ["States.ALL"], IntervalSeconds: FIRST_PAUSE, BackoffRate: 2, MaxAttempts: attempts - 1, JitterStrategy: "FULL" },
  ];
  const caught = [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "failed" }];
  const next: Record<StepRule["step"], string> = { validate: "scan", scan: "kind", make: "publish", publish: "compare", compare: "tidy", tidy: "done" };
  const steps = STEPS.map(({ step, attempts, timeLimit }) => [
    step,
    {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: worker, Payload: { step, "input.$": "$" } },
      OutputPath: "$.Payload",
      TimeoutSeconds: timeLimit,
      Retry: retry(attempts),
      Catch: caught,
      Next: next[step],
    },
  ]);
  const make = STEPS.find(({ step }) => step === "make");
  return JSON.stringify({
    Comment: "What is done about an upload",
    StartAt: "validate",
    TimeoutSeconds: 4 * FILM_TIME_LIMIT,
    States: {
      ...Object.fromEntries(steps),
      kind: { Type: "Choice", Choices: [{ Variable: "$.kind", StringEquals: "film", Next: "encode" }], Default: "make" },
      encode: {
        Type: "Task",
        Resource: "arn:aws:states:::mediaconvert:createJob.sync",
        Parameters: { Role: encoder, "ClientRequestToken.$": "$.media_id", Settings: jobSettings() },
        ResultPath: "$.job",
        TimeoutSeconds: FILM_TIME_LIMIT,
        Retry: retry(make?.attempts ?? 1),
        Catch: caught,
        Next: "make",
      },
      failed: { Type: "Fail", Error: "MediaFailed", Cause: "A step failed each time it was tried" },
      done: { Type: "Succeed" },
    },
  });
}

/** One fragmented MP4 a quality with its list for HLS, as embedded mode's ffmpeg makes it. */
function jobSettings(): object {
  return {
    TimecodeConfig: { Source: "ZEROBASED" },
    Inputs: [
      {
        "FileInput.$": "$.source",
        AudioSelectors: { "Audio Selector 1": { DefaultSelection: "DEFAULT" } },
        VideoSelector: { Rotate: "AUTO" },
      },
    ],
    OutputGroups: [
      {
        Name: "HLS",
        OutputGroupSettings: {
          Type: "CMAF_GROUP_SETTINGS",
          CmafGroupSettings: { "Destination.$": "$.destination", SegmentLength: 6, FragmentLength: 2, SegmentControl: "SINGLE_FILE", WriteHlsManifest: "ENABLED", WriteDashManifest: "DISABLED" },
        },
        Outputs: QUALITIES.map(({ height, bits }) => ({
          NameModifier: `-${height}`,
          ContainerSettings: { Container: "CMFC" },
          VideoDescription: {
            Height: height,
            CodecSettings: {
              Codec: "H_264",
              H264Settings: { RateControlMode: "QVBR", MaxBitrate: bits, QualityTuningLevel: "SINGLE_PASS_HQ", SceneChangeDetect: "TRANSITION_DETECTION" },
            },
          },
        })),
      },
    ],
  };
}
