package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one run of a request.
 *
 * @param run the run's id
 * @param startedAt when its call began
 * @param finishedAt null while it is under way
 * @param outcome null while it is under way
 * @param responseStatus the provider's HTTP status, null where there was none
 * @param responseDigest SHA-256 of the provider's answer, null where there was none
 * @param response the provider's answer as text, null where there was none
 * @param responseMissing how many bytes of a long answer are cut off the end of {@code response}, at least; null where none are
 * @param detail what happened, in one sentence, null where the outcome says it all
 * @param failure the stable code of why the call was not made, or has no answer; null where it was answered or is under way
 */
public record RunResult(UUID run, Instant startedAt, @Nullable Instant finishedAt, @Nullable RunOutcome outcome,
        @Nullable Integer responseStatus, @Nullable String responseDigest, @Nullable String response,
        @Nullable Long responseMissing,
        @Nullable String detail, @Nullable String failure) {

    public RunResult {
        run = Check.present("run", run);
        startedAt = Check.present("startedAt", startedAt);
        if (responseDigest != null) {
            responseDigest = Check.hash("responseDigest", responseDigest);
        }
    }
}
