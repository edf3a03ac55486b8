package dev.agenthub.server.http;

import dev.agenthub.server.http.limits.HttpLimits.Connections;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;

/**
 * Hangs up at once on whoever has enough connections, before any memory is spent on another. Jetty's own
 * limit is one for all, and lets nobody in any more once it is reached. Safe for use by many threads.
 */
final class ConnectionLimit implements SelectorManager.AcceptListener {

    private final Connections limits;
    private final Map<SelectableChannel, String> open = new HashMap<>();
    private final Map<String, Integer> bySource = new HashMap<>();

    ConnectionLimit(Connections limits) {
        this.limits = limits;
    }

    @Override
    public synchronized void onAccepting(SelectableChannel channel) {
        try {
            String source = SourceAddress.of(((InetSocketAddress) ((SocketChannel) channel).getRemoteAddress())
                    .getAddress()).network();
            if (open.size() < limits.all() && bySource.getOrDefault(source, 0) < limits.ofSource()) {
                open.put(channel, source);
                bySource.merge(source, 1, Integer::sum);
            } else {
                IO.close(channel);
            }
        } catch (IOException e) {
            // Gone before it was let in.
            IO.close(channel);
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        onClosed(channel);
    }

    @Override
    public synchronized void onClosed(SelectableChannel channel) {
        String source = open.remove(channel);
        if (source != null) {
            bySource.computeIfPresent(source, (_, own) -> own > 1 ? own - 1 : null);
        }
    }
}
