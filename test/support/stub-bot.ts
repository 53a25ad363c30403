import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// Stands in for bot/main.ts where only its life as a process is tested: prints the ready line, ends on SIGTERM.
const [mode = 'stay', ...args] = process.argv.slice(2);

if (mode === 'fail') {
  process.stderr.write('The bot cannot start: no policy\n');
  process.exit(3);
}

const asked = args.indexOf('-p');
const port = asked >= 0 ? Number(args[asked + 1]) : Number(process.env.PORT);
const server = createServer((req, res) => {
  res.setHeader('connection', 'close');
  res.end('pong');
  if (req.url === '/exit') server.close(() => process.exit(4));
});
server.listen(port, '127.0.0.1', () => {
  const at = server.address() as AddressInfo;
  process.stdout.write('{"level":"info","msg":"opening"}\n');
  if (mode === 'mute') return;
  process.stdout.write(`${JSON.stringify({ msg: 'ready', url: `http://127.0.0.1:${at.port}`, args })}\n`);
});
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
