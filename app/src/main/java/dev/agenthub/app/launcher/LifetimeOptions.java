package dev.agenthub.app.launcher;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the lifetimes of sessions, invitations and codes; null for the default. */
final class LifetimeOptions {
    @Option(names = "--session-idle", paramLabel = "PT2H", description = "End a session that long after its last use: PT1M to PT24H. Default: PT2H.")
    @Nullable
    Duration sessionIdle;

    @Option(names = "--session-longest", paramLabel = "PT12H", description = "End a session that long after its beginning, however it is used: PT5M to P7D. Default: PT12H.")
    @Nullable
    Duration session;

    @Option(names = "--invitation-lifetime", paramLabel = "P3D", description = "Let an invitation be redeemed that long: PT5M to P30D. Default: P3D.")
    @Nullable
    Duration invitation;

    @Option(names = "--device-code-lifetime", paramLabel = "PT15M", description = "Let the code for a further device be redeemed that long: PT1M to PT1H. Default: PT15M.")
    @Nullable
    Duration deviceCode;
}
