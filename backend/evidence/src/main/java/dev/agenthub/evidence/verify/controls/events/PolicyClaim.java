package dev.agenthub.evidence.verify.controls.events;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.AppliedRules;
import dev.agenthub.evidence.policy.AskedTerms;
import java.time.Instant;
import java.util.UUID;

/**
 * What the event of a request says of the policy that it was judged by.
 *
 * @param applied the rules of its document that are said to have applied
 * @param terms what they are said to ask beside approvals
 * @param time when the request was made, at the latest
 */
public record PolicyClaim(UUID policy, long version, Hash digest, AppliedRules applied, AskedTerms terms,
        Instant time) {}
