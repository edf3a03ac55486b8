package dev.agenthub.evidence.policy;

import java.util.Set;

/** What earlier actions have used up of a limit, as far as it is at hand. */
public interface PartialUsage extends EarlierUsage {

    /** Why what was asked for since this was asked last could not be told; empty where it could. */
    Set<ReplayGap> missed();
}
