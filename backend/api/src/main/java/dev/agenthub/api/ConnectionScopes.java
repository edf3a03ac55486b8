package dev.agenthub.api;

import java.util.List;

/**
 * What a connection may do at its provider, and what of that is needed: scopes, or
 * authorization details, of which a provider may have added members to what was asked for.
 *
 * @param needed what tools of enabled agents need, and what the service needs itself
 * @param granted what the provider granted
 * @param missing what is needed and was not granted: tools that need it are refused
 * @param unused what was granted and nothing needs
 * @param unasked what was granted though nobody asked for it: no tool may use it until an administrator accepts it
 */
public record ConnectionScopes(List<NeededScope> needed, List<String> granted, List<String> missing,
        List<String> unused, List<String> unasked) {

    public ConnectionScopes {
        needed = Check.list("needed", needed);
        granted = Check.list("granted", granted);
        missing = Check.list("missing", missing);
        unused = Check.list("unused", unused);
        unasked = Check.list("unasked", unasked);
    }
}
