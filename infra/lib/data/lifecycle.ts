import { Duration } from "aws-cdk-lib";
import { type LifecycleRule, StorageClass } from "aws-cdk-lib/aws-s3";

const after = (days: number) => Duration.days(days);

/** Parts of uploads that nobody went on with. */
const FORGET_PARTS: LifecycleRule = { id: "forget-unfinished-parts", abortIncompleteMultipartUploadAfter: after(7) };

/** To Infrequent Access after 30 days, and on to a colder class after `days`. */
const coolDown = (colder: StorageClass, days: number) => [
  { storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: after(30) },
  { storageClass: colder, transitionAfter: after(days) },
];

/** When older versions move to cheaper storage: the table of the dossier's section 10. */
export const LIFECYCLE = {
  /**
   * Noncurrent to Infrequent Access after 30 days, to Glacier Deep Archive after 90. Gone after a
   * year: uploads still hold where a picture was taken, which their owners were told is deleted.
   */
  rawUploads: [
    FORGET_PARTS,
    {
      id: "older-versions",
      noncurrentVersionTransitions: coolDown(StorageClass.DEEP_ARCHIVE, 90),
      noncurrentVersionExpiration: after(365),
    },
  ],
  /** The three latest versions (this one and two before) stay; older ones to Deep Archive after 180 days. */
  publicMedia: [
    FORGET_PARTS,
    {
      id: "older-versions",
      noncurrentVersionTransitions: [
        { storageClass: StorageClass.DEEP_ARCHIVE, transitionAfter: after(180), noncurrentVersionsToRetain: 2 },
      ],
    },
  ],
  /** Noncurrent to Infrequent Access after 30 days, to Deep Archive after 180 of the dossier's 120 to 180. */
  premiumMedia: [FORGET_PARTS, { id: "older-versions", noncurrentVersionTransitions: coolDown(StorageClass.DEEP_ARCHIVE, 180) }],
  /** Papers of people: what was replaced or withdrawn is gone after 30 days. */
  privatePapers: [FORGET_PARTS, { id: "older-versions", noncurrentVersionExpiration: after(30) }],
  /** Old builds stay, since pages kept at the edge may still name their files. */
  site: [FORGET_PARTS, { id: "older-versions", noncurrentVersionExpiration: after(90) }],
  /** Hot logs are in CloudWatch for 14 or 30 days; these copies go to Glacier and end after a year. */
  logs: [
    FORGET_PARTS,
    {
      id: "archive",
      transitions: coolDown(StorageClass.GLACIER, 90),
      expiration: after(400),
      noncurrentVersionExpiration: after(30),
    },
  ],
  audit: [FORGET_PARTS, { id: "archive", transitions: [{ storageClass: StorageClass.DEEP_ARCHIVE, transitionAfter: after(365) }] }],
  /** Exports are copies of people's data: they are kept as long as the table can be restored, and a little longer. */
  lake: [FORGET_PARTS, { id: "older-exports", expiration: after(60), noncurrentVersionExpiration: after(7) }],
} satisfies Record<string, LifecycleRule[]>;
