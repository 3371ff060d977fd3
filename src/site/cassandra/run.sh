#!/bin/bash
# Measures Apache Cassandra with the workloads of `aitta load`: three nodes on 127.0.0.1 to 127.0.0.3, RF 3, QUORUM,
# 64 requests at once.
#
#   run.sh <workloads, as CBAW> <seconds> <seconds of warm-up>
#
# Works in ./cassandra-run, which it empties; jars are fetched once into ./cassandra-lib. SYNC=batch forces each write to
# disk before its answer, where Cassandra by default answers first; JVM_EXTRA has more options for the nodes' JVMs.
set -eu -o pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# = 3 ] || { sed -n 5p "$0"; exit 2; }
workloads=$(tr -cd ABCW <<<"$1" | sed 's/./& /g'); seconds=$2; warmup=$3
sync=${SYNC:-periodic}; java=${JAVA:-java}
case $sync in periodic|batch) ;; *) echo "SYNC is periodic or batch" >&2; exit 2;; esac
work=$PWD/cassandra-run; lib=$PWD/cassandra-lib
for part in server client; do
  [ -d "$lib/$part" ] || mvn -B -q -f "$here/pom.xml" -P$part dependency:copy-dependencies \
    -DoutputDirectory="$lib/$part" -DincludeScope=runtime
done
pids=()

stop() {
  trap - EXIT INT TERM
  [ ${#pids[@]} = 0 ] && return
  kill "${pids[@]}" 2>/dev/null || true
  for _ in $(seq 100); do
    kill -0 "${pids[@]}" 2>/dev/null || break   # fails only when none of them is left
    sleep 0.2
  done
  kill -9 "${pids[@]}" 2>/dev/null || true
  wait "${pids[@]}" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 130' INT TERM

listening() { (exec 3<>"/dev/tcp/$1/9042") 2>/dev/null; }

for n in 1 2 3; do
  if listening 127.0.0.$n; then echo "127.0.0.$n:9042 is taken already" >&2; exit 1; fi
done
rm -rf "$work"
for n in 1 2 3; do
  d=$work/n$n; mkdir -p "$d"
  cat >"$d/cassandra.yaml" <<Y
cluster_name: compare
num_tokens: 16
partitioner: org.apache.cassandra.dht.Murmur3Partitioner
endpoint_snitch: SimpleSnitch
auto_bootstrap: false
listen_address: 127.0.0.$n
rpc_address: 127.0.0.$n
seed_provider:
  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
    parameters: [ { seeds: "127.0.0.1,127.0.0.2,127.0.0.3" } ]
data_file_directories: [ $d/data ]
commitlog_directory: $d/commitlog
saved_caches_directory: $d/saved_caches
hints_directory: $d/hints
cdc_raw_directory: $d/cdc_raw
commitlog_sync: $sync
Y
  [ "$sync" = periodic ] && echo "commitlog_sync_period: 10000ms" >>"$d/cassandra.yaml"
  $java $(grep -v '^#' "$here/jvm.options") ${JVM_EXTRA:-} -javaagent:"$(ls "$lib"/server/jamm-*.jar)" \
    -Dcassandra.config="file://$d/cassandra.yaml" -Dcassandra.storagedir="$d" -Dcassandra.logdir="$d" \
    -Dlogback.configurationFile="$here/logback.xml" -Dcassandra-foreground=yes \
    -Dcassandra.skip_wait_for_gossip_to_settle=0 -Dcassandra.ring_delay_ms=3000 \
    -cp "$lib/server/*" org.apache.cassandra.service.CassandraDaemon >"$d/out.txt" 2>&1 &
  pids+=($!)
  for i in $(seq 240); do
    listening 127.0.0.$n && break
    kill -0 "${pids[-1]}" 2>/dev/null || { echo "node $n ended:" >&2; tail -20 "$d/out.txt" >&2; exit 1; }
    [ "$i" = 240 ] && { echo "node $n does not answer after 120 s" >&2; exit 1; }
    sleep 0.5
  done
  echo "node $n is up (pid ${pids[-1]}) after $SECONDS s"
done

for w in $workloads; do
  $java -Xms256m -Xmx256m -XX:+UseParallelGC -Dpids="$(IFS=,; echo "${pids[*]}")" -Dsync="$sync" \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$lib/client/*" "$here/Load.java" "$w" "$seconds" "$warmup" | tee "$work/result-$w.txt"
done
stop
echo "stopped after $SECONDS s"
