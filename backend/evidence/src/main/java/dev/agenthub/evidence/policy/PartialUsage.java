package dev.agenthub.evidence.policy;

/** What earlier actions have used up of a limit, as far as it is at hand. */
public interface PartialUsage extends Usage {

    /** Whether anything was not at hand that was asked for since this was asked last. */
    boolean missed();
}
