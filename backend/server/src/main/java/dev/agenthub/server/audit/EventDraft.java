package dev.agenthub.server.audit;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.Subject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened, before it is given its id, nonce and time.
 *
 * @param type one of {@link dev.agenthub.evidence.chain.EventType}, or another in the same form
 * @param workspace where it happened, null for what concerns the whole organization
 */
public record EventDraft(String type, Actor actor, Subject subject, @Nullable UUID workspace, JsonObject data) {}
