package aitta.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The processor time of the servers, where they run on this machine: found by the ports that they
 * listen on, read from {@code /proc}. Elsewhere than on Linux, and for processes of other users,
 * nothing is found.
 */
final class ServerCpu {
  /** Processor time of a process since its start, and bytes that it had written to disks. */
  record Used(double userSeconds, double systemSeconds, long writtenBytes) {
    static final Used NOTHING = new Used(0, 0, 0);

    Used minus(Used before) {
      return new Used(
          userSeconds - before.userSeconds,
          systemSeconds - before.systemSeconds,
          writtenBytes - before.writtenBytes);
    }

    Used plus(Used other) {
      return new Used(
          userSeconds + other.userSeconds,
          systemSeconds + other.systemSeconds,
          writtenBytes + other.writtenBytes);
    }

    double seconds() {
      return userSeconds + systemSeconds;
    }
  }

  private static final double TICKS_A_SECOND = 100; // what Linux shows to user space, everywhere
  private static final String LISTENING = "0A";

  private final Path proc;
  private final List<Long> pids;

  private ServerCpu(Path proc, List<Long> pids) {
    this.proc = proc;
    this.pids = pids;
  }

  static ServerCpu of(List<URI> urls) {
    return of(Path.of("/proc"), urls);
  }

  static ServerCpu of(Path proc, List<URI> urls) {
    Set<String> sockets = new HashSet<>();
    for (URI url : urls) {
      if (isHere(url)) {
        for (String table : List.of("net/tcp", "net/tcp6")) {
          sockets.addAll(listening(proc.resolve(table), url.getPort()));
        }
      }
    }
    return new ServerCpu(proc, sockets.isEmpty() ? List.of() : holders(proc, sockets));
  }

  private static boolean isHere(URI url) {
    try {
      InetAddress address = InetAddress.getByName(url.getHost());
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static Set<String> listening(Path table, int port) {
    Set<String> sockets = new HashSet<>();
    String suffix = String.format(":%04X", port);
    try (Stream<String> lines = Files.lines(table)) {
      lines
          .map(line -> line.trim().split("\\s+"))
          .filter(cells -> cells.length > 9 && cells[1].endsWith(suffix))
          .filter(cells -> cells[3].equals(LISTENING))
          .forEach(cells -> sockets.add("socket:[" + cells[9] + "]"));
    } catch (IOException | java.io.UncheckedIOException e) {
      return Set.of();
    }
    return sockets;
  }

  private static List<Long> holders(Path proc, Set<String> sockets) {
    List<Long> holders = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (holdsAny(process, sockets)) {
          holders.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    holders.sort(null);
    return List.copyOf(holders);
  }

  private static boolean holdsAny(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (isOneOf(file, sockets)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // it has ended, or is another user's
    }
    return false;
  }

  private static boolean isOneOf(Path file, Set<String> sockets) {
    try {
      return sockets.contains(Files.readSymbolicLink(file).toString());
    } catch (IOException e) {
      return false;
    }
  }

  List<Long> pids() {
    return pids;
  }

  /** What each server has used until now; one that has ended is left out. */
  Map<Long, Used> read() {
    Map<Long, Used> used = new TreeMap<>();
    for (long pid : pids) {
      try {
        used.put(pid, read(proc.resolve(Long.toString(pid))));
      } catch (IOException e) {
        continue; // it has ended
      }
    }
    return used;
  }

  /** What this process has used. */
  static Used self() {
    try {
      return read(Path.of("/proc/self"));
    } catch (IOException e) {
      return Used.NOTHING;
    }
  }

  private static Used read(Path process) throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    // The name stands in brackets and may hold blanks; what is counted here comes after it.
    String[] cells = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return new Used(
        Long.parseLong(cells[11]) / TICKS_A_SECOND,
        Long.parseLong(cells[12]) / TICKS_A_SECOND,
        writtenBytes(process.resolve("io")));
  }

  private static long writtenBytes(Path io) {
    try (Stream<String> lines = Files.lines(io)) {
      return lines
          .filter(line -> line.startsWith("write_bytes: "))
          .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
          .sum();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // not allowed to
    }
  }
}
