package dev.agenthub.app.reconciliation;

import org.jspecify.annotations.Nullable;

/**
 * The runs of an export that are compared with a provider's log: those that called the provider's host.
 *
 * @param told the runs that called the host, and those of which it is not known where they called
 * @param remark what to tell where the latter exist, in a sentence; null for nothing
 */
public record ProviderRuns(ExportedRuns.Told told, @Nullable String remark) {

    /**
     * Chooses the runs.
     *
     * @param form the format of the provider's log
     * @param host the host that a person named; null for the provider's own, and for all runs where the format tells of none
     */
    public static ProviderRuns of(ExportedRuns.Told told, ProviderLog.Form form, @Nullable String host) {
        String wanted = host == null ? form.host() : host;
        if (wanted == null) {
            return new ProviderRuns(told, null);
        }
        String remark = told.runs().stream().anyMatch(run -> run.host() == null)
                ? "Some runs’ payloads are not in the export: where they called is not known, and they are compared as if it had been "
                        + wanted + "."
                : null;
        return new ProviderRuns(told.at(wanted), remark);
    }
}
