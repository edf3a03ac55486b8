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
 * Closes a connection at once where its source address has too many, before memory is used for it.
 * Jetty's own limit is for all connections together, and admits nobody once it is reached. Thread-safe.
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
            // Closed before it was accepted.
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
