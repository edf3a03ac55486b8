package dev.agenthub.evidence.policy;

import java.util.Set;

/** How much of a limit earlier actions have used, where not all of them are known. */
public interface PartialUsage extends EarlierUsage {

    /** Why what was asked for since this was asked last could not be told; empty where it could. */
    Set<ReplayGap> missed();
}
