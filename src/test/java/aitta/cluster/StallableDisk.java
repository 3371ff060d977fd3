package aitta.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small disk of its own for one node, that can be made to hang, so that whoever writes waits, or
 * can be filled.
 */
final class StallableDisk implements AutoCloseable {
  private static final long SIZE = 400L << 20; // sparse: it takes what is written

  private final Path home;
  private final Path mount;
  private boolean mounted;

  private StallableDisk(Path home) {
    this.home = home;
    this.mount = home.resolve("disk");
  }

  /** Makes the disk, or skips the test where the system does not permit it. */
  static StallableDisk make() {
    try {
      StallableDisk disk = new StallableDisk(Files.createTempDirectory("aitta-disk-"));
      Children.atEnd(disk::close);
      Path image = disk.home.resolve("image");
      Files.createDirectory(disk.mount);
      try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(SIZE);
      }
      try {
        Children.run(List.of("mkfs.ext4", "-q", "-F", image.toString()));
        Children.run(List.of("mount", "-o", "loop", image.toString(), disk.mount.toString()));
        disk.mounted = true;
        disk.stall();
        disk.go();
      } catch (IOException | UncheckedIOException e) {
        disk.close();
        assumeTrue(false, "needs a disk image that can be mounted and frozen: " + e.getMessage());
      }
      return disk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return mount.resolve("data");
  }

  void stall() {
    run("fsfreeze", "--freeze", mount.toString());
  }

  void go() {
    run("fsfreeze", "--unfreeze", mount.toString());
  }

  /** Leaves so many bytes free. */
  void fill(long freeBytes) {
    try {
      long free = Files.getFileStore(mount).getUsableSpace();
      String size = Long.toString(Math.max(0, free - freeBytes));
      Children.run(List.of("fallocate", "--length", size, filler().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void empty() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return mount.resolve("filler");
  }

  /** To be called when nobody uses the disk any more; safe to call twice. */
  @Override
  public synchronized void close() {
    if (mounted) {
      mounted = false;
      try {
        Children.run(List.of("umount", "--lazy", mount.toString()));
      } catch (IOException e) {
        System.out.println("a test's disk is left behind: " + e.getMessage());
      }
    }
    TestNode.deleteTree(home);
  }

  private static void run(String... command) {
    try {
      Children.run(List.of(command));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
